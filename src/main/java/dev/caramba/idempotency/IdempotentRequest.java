package dev.caramba.idempotency;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.IdGenerator;
import dev.caramba.format.Json;
import dev.caramba.result.HeldClaim;
import dev.caramba.result.IdempotencyKey;

/**
 * A request that is run once for its idempotency key.
 *
 * @param body a digest of the request
 */
public record IdempotentRequest(IdempotencyKey key, String body) {

    /** @param form distinguishes requests with the same body for answers in different forms */
    public static IdempotentRequest of(IdempotencyKey key, String form, ObjectNode body) {
        return new IdempotentRequest(key, IdempotencyKey.digest(form + "\n" + Json.write(body)));
    }

    /** Returns a new claim on the key, not yet made. */
    HeldClaim hold() {
        return new HeldClaim(key, body, IdGenerator.next(""));
    }
}

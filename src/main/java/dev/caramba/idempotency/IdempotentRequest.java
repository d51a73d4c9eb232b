package dev.caramba.idempotency;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.IdGenerator;
import dev.caramba.format.Json;
import dev.caramba.result.HeldClaim;
import dev.caramba.result.IdempotencyKey;

/**
 * What a prompt is run for once.
 *
 * @param body a digest of what is asked
 */
public record IdempotentRequest(IdempotencyKey key, String body) {

    /** @param form tells requests apart that say the same and want answers of another form */
    public static IdempotentRequest of(IdempotencyKey key, String form, ObjectNode body) {
        return new IdempotentRequest(key, IdempotencyKey.digest(form + "\n" + Json.write(body)));
    }

    /** A claim that nobody has made yet. */
    HeldClaim hold() {
        return new HeldClaim(key, body, IdGenerator.next(""));
    }
}

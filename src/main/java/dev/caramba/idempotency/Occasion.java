package dev.caramba.idempotency;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.Ids;
import dev.caramba.format.Json;
import dev.caramba.result.Hold;
import dev.caramba.result.ResultKey;

/**
 * What a prompt is run for once.
 *
 * @param body a digest of what is asked
 */
public record Occasion(ResultKey key, String body) {

    /** @param form tells requests apart that say the same and want answers of another form */
    public static Occasion of(ResultKey key, String form, ObjectNode body) {
        return new Occasion(key, ResultKey.digest(form + "\n" + Json.write(body)));
    }

    /** A claim that nobody has made yet. */
    Hold hold() {
        return new Hold(key, body, Ids.next(""));
    }
}

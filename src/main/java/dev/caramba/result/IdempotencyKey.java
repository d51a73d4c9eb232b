package dev.caramba.result;

import dev.caramba.format.Sha256;
import java.util.HexFormat;
import java.util.List;

/**
 * The key that identifies a prompt. Two deliveries with the same key are one prompt.
 *
 * @param caller the name of the access key, so that no caller sees another's results
 * @param source the origin of the id, such as an event's source; empty for a key that the caller made
 * @param id the caller's key, or the id of the event or message
 * @param prompt the prompt's id in a batch; empty for a single prompt
 */
public record IdempotencyKey(String caller, String source, String id, String prompt) {

    /** Returns the key of a single prompt. */
    public static IdempotencyKey of(String caller, String source, String id) {
        return new IdempotencyKey(caller, source, id, "");
    }

    /** Returns the key of one prompt of the batch that this key identifies. */
    public IdempotencyKey part(String prompt) {
        return new IdempotencyKey(caller, source, id, prompt);
    }

    /**
     * Returns a digest of the key as its name. Different keys have different names, whatever characters their parts
     * contain.
     */
    public String name() {
        return HexFormat.of().formatHex(Sha256.of(List.of(caller, source, id, prompt)));
    }

    /** Returns a digest of a request, to tell different requests under one key apart. */
    public static String digest(String text) {
        return Sha256.hex(text);
    }
}

package dev.caramba.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.result.IdempotencyKey;

/**
 * What came of one prompt of an event.
 *
 * @param key what the prompt is known by; the same prompt delivered twice has the same one
 * @param succeeded whether the data is a result, else it is an error
 * @param data as {@code /generate} gives it
 */
public record ResultEvent(IdempotencyKey key, boolean succeeded, ObjectNode data) {

    /** The type of events about prompts that have succeeded. */
    public static final String GENERATED = "caramba.generated";

    /** The type of events about prompts that have failed for good. */
    public static final String FAILED = "caramba.failed";

    /** Who says so. */
    public static final String SOURCE = "caramba";

    public String type() {
        return succeeded ? GENERATED : FAILED;
    }

    /** Names this event, and any other about the same prompt, so that duplicates are recognised. */
    public String id() {
        return key.name();
    }
}

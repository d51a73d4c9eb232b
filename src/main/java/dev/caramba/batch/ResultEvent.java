package dev.caramba.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.result.IdempotencyKey;

/**
 * An event with the result of one prompt.
 *
 * @param key the idempotency key of the prompt; a prompt that is delivered twice has the same key
 * @param succeeded whether the data is an answer; otherwise it is an error
 * @param data the data in the form of {@code /generate}
 */
public record ResultEvent(IdempotencyKey key, boolean succeeded, ObjectNode data) {

    /** The type of events about prompts that have succeeded. */
    public static final String GENERATED = "caramba.generated";

    /** The type of events about prompts that have failed permanently. */
    public static final String FAILED = "caramba.failed";

    /** The source of all these events. */
    public static final String SOURCE = "caramba";

    public String type() {
        return succeeded ? GENERATED : FAILED;
    }

    /**
     * Returns the id of the event. Every event about the same prompt has it, so that receivers recognise duplicates.
     */
    public String id() {
        return key.name();
    }
}

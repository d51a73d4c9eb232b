package dev.caramba.dialect.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.Reasoning;
import java.util.List;
import java.util.Optional;

/** A turn of a conversation: consecutive messages of one side. */
public record Turn(Side side, List<Block> blocks) {

    /** The two sides of a conversation. */
    public enum Side {
        USER,
        ASSISTANT
    }

    /** One part of a turn. */
    public sealed interface Block {

        /** A text that is not blank, or any other part. */
        record Said(Content.Part part) implements Block {}

        /** A thought of the assistant, ahead of what it led to. */
        record Thought(Reasoning reasoning) implements Block {}

        /**
         * A function call of the assistant.
         *
         * @param cacheControl the mark by which the provider caches the prompt up to this call
         */
        record Called(AnsweredCall call, Optional<ObjectNode> cacheControl) implements Block {}

        /** The result of a call of the previous turn, on the user's side. */
        record Returned(AnsweredCall call) implements Block {}
    }
}

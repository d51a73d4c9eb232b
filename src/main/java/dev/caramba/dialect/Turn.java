package dev.caramba.dialect;

import dev.caramba.prompt.Content;
import java.util.List;

/** A turn of a conversation: consecutive messages of one side. */
public record Turn(Side side, List<Block> blocks) {

    /** The two sides of a conversation. */
    public enum Side {
        USER,
        ASSISTANT
    }

    /** One part of a turn. */
    public sealed interface Block {

        /** A text that is not blank, or an image from the user. */
        record Said(Content.Part part) implements Block {}

        /** A function call of the assistant. */
        record Called(AnsweredCall call) implements Block {}

        /** The result of a call of the previous turn, on the user's side. */
        record Returned(AnsweredCall call) implements Block {}
    }
}

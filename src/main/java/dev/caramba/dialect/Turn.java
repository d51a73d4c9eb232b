package dev.caramba.dialect;

import dev.caramba.prompt.Content;
import java.util.List;

/** What one side says without the other between. */
public record Turn(Side side, List<Block> blocks) {

    /** Who speaks. */
    public enum Side {
        USER,
        ASSISTANT
    }

    /** One piece of a turn. */
    public sealed interface Block {

        /** A text that is not blank, or an image of the user. */
        record Said(Content.Part part) implements Block {}

        /** The assistant calls a function. */
        record Called(AnsweredCall call) implements Block {}

        /** The user's side answers a call of the turn before. */
        record Returned(AnsweredCall call) implements Block {}
    }
}

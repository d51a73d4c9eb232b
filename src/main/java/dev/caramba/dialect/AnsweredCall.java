package dev.caramba.dialect;

import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import java.util.Optional;

/** One call of a history together with its result. Two are never equal, even where their ids are the same. */
public final class AnsweredCall {

    private final FunctionCall function;
    private final Turn turn;
    private Optional<Content> result = Optional.empty();

    AnsweredCall(FunctionCall function, Turn turn) {
        this.function = function;
        this.turn = turn;
    }

    public FunctionCall function() {
        return function;
    }

    /** The turn that holds the call. */
    Turn turn() {
        return turn;
    }

    /** What came back; empty when the history has no result for this call. */
    public Optional<Content> result() {
        return result;
    }

    void answer(Content content) {
        result = Optional.of(content);
    }
}

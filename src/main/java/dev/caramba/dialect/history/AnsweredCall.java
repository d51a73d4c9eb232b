package dev.caramba.dialect.history;

import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import java.util.Optional;

/**
 * One function call of a history, together with its result. Two instances are never equal, even when their ids are the
 * same.
 */
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

    /** Returns the turn that holds the call. */
    Turn turn() {
        return turn;
    }

    /** Returns the call's result; empty when the history has none. */
    public Optional<Content> result() {
        return result;
    }

    void answer(Content content) {
        result = Optional.of(content);
    }
}

package dev.caramba.dialect.history;

import dev.caramba.prompt.Message;

/** Texts that take the place of results and calls that a history lacks. */
public final class HistoryPlaceholders {

    /** The result of a call that has none in the history. */
    public static final String NO_RESULT = "No result was given.";

    private HistoryPlaceholders() {}

    /** Returns the text with which the user reports a result whose call the history lacks. */
    public static String inWords(Message.ToolResult result) {
        var function = result.name().map(name -> "the function " + name).orElse("a function");
        return "Result of " + function + ": " + result.content().text();
    }
}

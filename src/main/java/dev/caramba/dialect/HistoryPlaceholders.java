package dev.caramba.dialect;

import dev.caramba.prompt.Message;

/** What is told in place of what a history lacks. */
public final class HistoryPlaceholders {

    /** What stands for the result of a call that the history leaves open. */
    public static final String NO_RESULT = "No result was given.";

    private HistoryPlaceholders() {}

    /** A result whose call the history lacks, in words of the user's. */
    public static String inWords(Message.ToolResult result) {
        var function = result.name().map(name -> "the function " + name).orElse("a function");
        return "Result of " + function + ": " + result.content().text();
    }
}

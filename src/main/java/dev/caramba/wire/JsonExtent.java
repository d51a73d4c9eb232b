package dev.caramba.wire;

/** Finds the end of a JSON object or array whose characters come one by one, without reading what it says. */
final class JsonExtent {

    private int depth;
    private int length;
    private boolean inText;
    private boolean escaped;
    private boolean onOneLine = true;

    /** Takes the next character, the opening bracket first. Returns whether it closes the value. */
    boolean ends(char next) {
        length++;
        if (inText) {
            boolean quote = next == '"' && !escaped;
            escaped = next == '\\' && !escaped;
            inText = !quote;
            return false;
        }
        switch (next) {
            case '"' -> inText = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            case '\n', '\r' -> onOneLine = false;
            default -> {}
        }
        return depth == 0;
    }

    /** Returns the number of characters that were taken. */
    int length() {
        return length;
    }

    /** Returns whether no line end was taken. */
    boolean onOneLine() {
        return onOneLine;
    }
}

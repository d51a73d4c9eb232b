package dev.caramba.balance;

/**
 * Joins the continuation of a text that was sent without the white space at its end. When the continuation begins with
 * that white space, it is not given out again.
 *
 * <p>A server that ignores the text and begins anew repeats all of it; the repetition is then left out. Only a text of
 * 16 characters or more with a space in it is checked. A model may well repeat a shorter one on purpose.
 */
final class ContinuedText implements TextJoiner {

    private static final int SHORTEST_REPETITION = 16;

    private final String sent;
    private final String space;
    private boolean repeating;
    private int repeated;
    private int spaced;

    ContinuedText(String given) {
        this.sent = sentOf(given);
        this.space = given.substring(sent.length());
        this.repeating = sent.length() >= SHORTEST_REPETITION && sent.chars().anyMatch(Character::isWhitespace);
    }

    /** Returns the part of a text that is sent to be continued. */
    static String sentOf(String given) {
        return given.stripTrailing();
    }

    @Override
    public String take(String piece) {
        if (!repeating) {
            return withoutSpace(piece);
        }
        int length = Math.min(piece.length(), sent.length() - repeated);
        if (!sent.regionMatches(repeated, piece, 0, length)) {
            return withoutSpace(held() + piece);
        }
        repeated += length;
        repeating = repeated < sent.length();
        return repeating ? "" : withoutSpace(piece.substring(length));
    }

    @Override
    public String end() {
        return withoutSpace(held());
    }

    /** Returns the text that looked like a repetition but is none. */
    private String held() {
        var held = repeating ? sent.substring(0, repeated) : "";
        repeating = false;
        return held;
    }

    private String withoutSpace(String piece) {
        int i = 0;
        while (i < piece.length() && spaced < space.length() && piece.charAt(i) == space.charAt(spaced)) {
            i++;
            spaced++;
        }
        if (i < piece.length()) {
            spaced = space.length();
        }
        return piece.substring(i);
    }
}

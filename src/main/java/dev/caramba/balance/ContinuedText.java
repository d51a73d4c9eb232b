package dev.caramba.balance;

/**
 * The continuation of a text that was sent along, without the white space at its end. Where the continuation begins with
 * that white space it is not given out again.
 *
 * <p>A server that takes no notice of the text and begins anew is seen by its repeating all of it. It has to be long
 * enough for that, and of several words, since a short one may well be meant to come twice.
 */
final class ContinuedText implements TextSplice {

    private static final int UNLIKELY_TWICE = 16;

    private final String sent;
    private final String space;
    private boolean repeating;
    private int repeated;
    private int spaced;

    ContinuedText(String given) {
        this.sent = sentOf(given);
        this.space = given.substring(sent.length());
        this.repeating = sent.length() >= UNLIKELY_TWICE && sent.chars().anyMatch(Character::isWhitespace);
    }

    /** What of a text is sent along to be continued. */
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

    /** What was taken for a repetition and is none. */
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

package dev.caramba.provider;

import java.util.regex.Pattern;

/**
 * Tells keys that hide nothing from secrets. Local servers want no key, but many clients demand one, so people write
 * {@code none}, {@code EMPTY} or {@code sk-no-key-required}. Masking such a word would garble messages that have it for
 * another reason.
 *
 * <p>The rule: a text is no secret when it is shorter than 6 characters, or shorter than 20 and made of words alone. A
 * word is a run of letters, all small, all capital, or the first one capital. Anything but a letter or a digit separates
 * words. A digit or a change of case within a run makes the text a secret: generated keys have these.
 */
final class DummyKeys {

    private static final int SHORTEST_SECRET = 6;
    private static final int SHORTEST_SECRET_OF_WORDS = 20;
    private static final String WORD = "(?:[a-z]+|[A-Z]+|[A-Z][a-z]+)";
    private static final Pattern ONE_WORD = Pattern.compile(WORD);
    private static final Pattern WORDS =
            Pattern.compile("[^A-Za-z0-9]*(?:" + WORD + "(?:[^A-Za-z0-9]+" + WORD + ")*[^A-Za-z0-9]*)?");

    private DummyKeys() {}

    static boolean include(String key) {
        return key.length() < SHORTEST_SECRET || areWords(key);
    }

    /** Returns whether the text is made of few words, as a name is that begins like a key. */
    static boolean areWords(String text) {
        return isShort(text) && WORDS.matcher(text).matches();
    }

    /** Returns whether the text is one word, as those behind "Bearer" in an explanation. */
    static boolean isWord(String text) {
        return isShort(text) && ONE_WORD.matcher(text).matches();
    }

    private static boolean isShort(String text) {
        return text.length() < SHORTEST_SECRET_OF_WORDS;
    }
}

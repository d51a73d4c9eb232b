package dev.caramba.dialect.google;

import java.util.regex.Pattern;

/** Knows by their names what Google's models accept. */
final class GeminiModels {

    /** Gemini 3 and later. Every name without a version stands for one of these. */
    private static final Pattern FROM_3 = Pattern.compile("(?:models/)?gemini-(?![12](?:\\D|$)).*");

    /** Gemini 2.5 and later; others of Google's models refuse every setting of thinking. */
    private static final Pattern FROM_2_5 =
            Pattern.compile("(?:models/)?gemini-(?!1(?:\\D|$)|2(?:\\.[0-4])?(?:[^.\\d]|$)).*");

    private GeminiModels() {}

    /** Returns whether the model thinks, and can be asked to tell its thoughts. */
    static boolean think(String model) {
        return FROM_2_5.matcher(model).matches();
    }

    /**
     * Returns whether the model has thinking levels, and refuses a call in a history that lacks the signature of its
     * thought.
     */
    static boolean signThoughts(String model) {
        return FROM_3.matcher(model).matches();
    }
}

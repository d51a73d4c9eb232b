package dev.caramba.dialect.google;

import java.util.regex.Pattern;

/** What Google's models take, by their names. */
final class GeminiModels {

    /** Gemini 3 and later; of the names without a version, all stand for one of these. */
    private static final Pattern FROM_3 = Pattern.compile("(?:models/)?gemini-(?![12](?:\\D|$)).*");

    private GeminiModels() {}

    /** Whether the model thinks in levels, and refuses a call in a history without the signature of its thought. */
    static boolean signThoughts(String model) {
        return FROM_3.matcher(model).matches();
    }
}

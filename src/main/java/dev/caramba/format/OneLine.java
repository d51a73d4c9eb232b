package dev.caramba.format;

import java.util.regex.Pattern;

/** Makes words of a caller or a provider fit for one line of a log, and for a value that nobody should have to scroll. */
public final class OneLine {

    private static final Pattern BREAKING = Pattern.compile("[\\p{Cntrl}\\s\\u2028\\u2029]");

    private OneLine() {}

    /** Returns the word without white space and control characters, and no longer than this many characters and a mark. */
    public static String of(String word, int longest) {
        var cut = word.length() <= longest ? word : word.substring(0, longest) + "…";
        return BREAKING.matcher(cut).replaceAll("_");
    }
}

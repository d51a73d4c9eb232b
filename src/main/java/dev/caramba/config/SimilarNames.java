package dev.caramba.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds the known name that is nearest to a misspelt one. */
public final class SimilarNames {

    /** At most one of so many letters of the longer name may differ. */
    private static final int LETTERS_PER_TYPO = 4;

    private SimilarNames() {}

    /**
     * Returns the nearest candidate; empty when none is near.
     *
     * @param common the beginning that all names share; it does not count as likeness
     */
    public static <T> Optional<T> nearest(String word, String common, Stream<T> known, Function<T, String> spelt) {
        return known.filter(candidate -> isNear(word, common, spelt.apply(candidate)))
                .min(Comparator.<T>comparingInt(candidate -> distance(word, spelt.apply(candidate)))
                        .thenComparing(spelt));
    }

    private static boolean isNear(String word, String common, String candidate) {
        int letters = Math.max(word.length(), candidate.length()) - common.length();
        return distance(word, candidate) <= Math.max(1, letters / LETTERS_PER_TYPO);
    }

    /** Returns how many letters have to be changed, added or removed (Levenshtein distance). */
    static int distance(String from, String to) {
        var row = new int[to.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}

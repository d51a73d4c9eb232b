package dev.caramba.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks and orders the names that operators give to entries. */
public final class EntryNames {

    /** Orders names alphabetically, with {@code x2} before {@code x10}. */
    public static final Comparator<String> NATURAL =
            Comparator.comparing(EntryNames::padded).thenComparing(Comparator.naturalOrder());

    static final String EXPECTED = "a name of letters and digits only, such as openai2";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final int WIDTH = 64;

    private EntryNames() {}

    static boolean valid(String name) {
        return NAME.matcher(name).matches();
    }

    /** Returns the entries by their names in lower case, in natural order. */
    public static <T> Map<String, T> checked(String prefix, Map<String, T> entries) {
        var byName = new TreeMap<String, T>(NATURAL);
        entries.forEach((key, entry) -> {
            var name = key.toLowerCase(Locale.ROOT);
            if (!valid(name)) {
                throw ConfigException.wrong(prefix, key, EXPECTED);
            }
            if (byName.putIfAbsent(name, entry) != null) {
                throw ConfigException.wrong(prefix, key, "each name once, whatever its case");
            }
        });
        return byName;
    }

    private static String padded(String name) {
        return DIGITS.matcher(name)
                .replaceAll(digits -> Matcher.quoteReplacement(
                        "0".repeat(Math.max(0, WIDTH - digits.group().length())) + digits.group()));
    }
}

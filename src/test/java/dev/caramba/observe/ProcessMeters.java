package dev.caramba.observe;

import java.util.List;
import java.util.regex.Pattern;

/** The meters of the process, of which {@code docs/operations.md} says where they are. */
public final class ProcessMeters {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (`(?:process|system|jvm)_[^|]+) \\| yes \\| (yes|no) \\| [^|]+ \\|$");
    private static final Pattern NAME = Pattern.compile("`([a-z_*0-9]+)`");

    private ProcessMeters() {}

    /**
     * A name, which ends with a star where it stands for several.
     *
     * @param natively whether a native executable has it
     */
    public record Name(String text, boolean natively) {

        public boolean matches(String meter) {
            return text.endsWith("*") ? meter.startsWith(text.substring(0, text.length() - 1)) : meter.equals(text);
        }
    }

    public static List<Name> all() {
        return ROW.matcher(DocumentedMeters.document())
                .results()
                .flatMap(row -> NAME.matcher(row.group(1))
                        .results()
                        .map(name -> new Name(name.group(1), row.group(2).equals("yes"))))
                .toList();
    }
}

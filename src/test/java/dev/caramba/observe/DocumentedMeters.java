package dev.caramba.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The meters as {@code docs/operations.md} lists them. */
public final class DocumentedMeters {

    /** What Prometheus shows of one. */
    public record Meter(String name, String type, Set<String> labels) {}

    private static final Path DOCUMENT = Path.of("docs/operations.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(caramba_[a-z_]+)` \\| (timer|histogram|counter|gauge) \\| ([^|]*)\\|");
    private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

    private DocumentedMeters() {}

    /** By name. */
    public static Map<String, Meter> all() {
        var meters = new TreeMap<String, Meter>();
        ROW.matcher(document())
                .results()
                .forEach(row -> meters.put(
                        row.group(1),
                        new Meter(
                                row.group(1),
                                row.group(2),
                                WORD.matcher(row.group(3))
                                        .results()
                                        .map(word -> word.group(1))
                                        .collect(Collectors.toCollection(TreeSet::new)))));
        return meters;
    }

    /** The meter that a series belongs to, such as {@code caramba_calls_seconds_count}. */
    public static String family(String series) {
        return series.replaceFirst("_seconds_(count|sum|max|bucket)$", "_seconds");
    }

    static String document() {
        try {
            return Files.readString(DOCUMENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

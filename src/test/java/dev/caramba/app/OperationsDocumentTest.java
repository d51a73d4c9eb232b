package dev.caramba.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.config.UnknownKeysTest;
import dev.caramba.settings.ConfigTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No document names a key or a variable that there is not. */
class OperationsDocumentTest {

    private static final Pattern KEY = Pattern.compile("`(caramba\\.[a-z*.<>-]+[a-z*>])`");
    private static final Pattern VARIABLE = Pattern.compile("\\bCARAMBA_[A-Z_]+[A-Z](?!<)\\b");
    private static final List<Path> DOCUMENTS =
            List.of(Path.of("README.md"), Path.of("docs/operations.md"), Path.of("docs/deployment.md"));

    /** Types of events, attributes of spans. */
    private static final Set<String> NO_KEYS = Set.of(
            "caramba.generate",
            "caramba.generated",
            "caramba.failed",
            "caramba.batch",
            "caramba.batched",
            "caramba.request.id",
            "caramba.caller",
            "caramba.route",
            "caramba.stream",
            "caramba.cache",
            "caramba.attempts",
            "caramba.outcome",
            "caramba.resumed",
            "caramba.hedged",
            "caramba.target",
            "caramba.attempt.reason");

    @Test
    void every_key_is_one() {
        var known = ConfigTree.keys().keySet();
        var named = DOCUMENTS.stream()
                .flatMap(file -> KEY.matcher(read(file)).results().map(found -> found.group(1)))
                .map(key -> key.replaceAll("<[a-z]+>", "*"))
                .filter(key -> !NO_KEYS.contains(key))
                .collect(Collectors.toCollection(TreeSet::new));

        var unknown = named.stream()
                .filter(key -> known.stream().noneMatch(pattern -> matches(pattern, key)))
                .toList();
        assertEquals(List.of(), unknown);
        assertTrue(named.size() > 5, named::toString);
    }

    @Test
    void every_variable_is_one() {
        var unknown = DOCUMENTS.stream()
                .flatMap(file -> VARIABLE.matcher(read(file)).results().map(found -> found.group()))
                .distinct()
                .flatMap(name -> UnknownKeysTest.unknown(name + "=1").stream())
                .toList();

        assertEquals(List.of(), unknown);
    }

    /** A family such as {@code caramba.access.*} is named by its beginning. */
    private static boolean matches(String pattern, String key) {
        var regex = Pattern.quote(pattern).replace("*", "\\E[^.]+\\Q");
        return key.matches(regex) || key.endsWith(".*") && pattern.startsWith(key.substring(0, key.length() - 1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

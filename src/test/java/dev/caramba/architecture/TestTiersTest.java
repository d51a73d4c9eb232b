package dev.caramba.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Which command of the build runs a test is told by its name and its tags. Without these rules a test that starts Quarkus
 * would slow down {@code ./mvnw test}, and one with another name would never run. They read the sources: those of all builds,
 * in no time.
 */
class TestTiersTest {

    private static final Predicate<String> USES_QUARKUS =
            contains("\\bio\\.quarkus\\.test\\.(junit|component|vertx)\\b");
    private static final Predicate<String> STARTS_QUARKUS = contains("^@QuarkusTest$");
    private static final Predicate<String> HAS_TESTS =
            contains("^ +@(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property|Example)\\b");
    private static final Predicate<String> IS_FOR_OTHERS = contains("^(public )?(abstract class|interface) ");
    private static final Predicate<String> IS_SLOW = contains("^@Slow$");
    private static final Predicate<String> HAS_A_QUICK_PROPERTY = contains("(?<!@Slow\n)^ +@Property\\b");

    private static final List<Source> SOURCES = sources();

    @Test
    void what_starts_quarkus_is_named_QuarkusTest_or_IT() {
        assertEquals(List.of(), named(source -> source.is(USES_QUARKUS) && !source.isNamed("QuarkusTest", "IT")));
    }

    @Test
    void what_is_named_QuarkusTest_starts_quarkus() {
        assertEquals(List.of(), named(source -> source.isNamed("QuarkusTest") && !source.is(STARTS_QUARKUS)));
    }

    @Test
    void properties_are_slow() {
        assertEquals(List.of(), named(source -> source.is(HAS_A_QUICK_PROPERTY) && !source.is(IS_SLOW)));
    }

    @Test
    void what_has_tests_is_named_Test_or_IT() {
        assertTrue(named(source -> source.is(HAS_TESTS)).size() > 200, "the sources are not found");
        assertEquals(
                List.of(),
                named(source -> source.is(HAS_TESTS) && !source.is(IS_FOR_OTHERS) && !source.isNamed("Test", "IT")));
    }

    private record Source(String name, String text) {

        boolean is(Predicate<String> what) {
            return what.test(text);
        }

        boolean isNamed(String... endings) {
            return Stream.of(endings).anyMatch(name::endsWith);
        }
    }

    private static Predicate<String> contains(String regex) {
        return Pattern.compile(regex, Pattern.MULTILINE).asPredicate();
    }

    private static List<String> named(Predicate<Source> wanted) {
        return SOURCES.stream().filter(wanted).map(Source::name).toList();
    }

    private static List<Source> sources() {
        try (var files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().matches("src/[a-z-]*test/java/.*\\.java"))
                    .map(TestTiersTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source read(Path file) {
        try {
            return new Source(file.getFileName().toString().replace(".java", ""), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.caramba.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a native executable must be told of is known, and {@link NativeConfigurationIT} shows that it is told. */
class NativeUsesTest {

    private static final Path SOURCES = Path.of("src");

    /** Sources of options of the build, which are not compiled in every build. */
    private static final List<String> OPTIONS = List.of("aws", "oidc");

    /** What {@link NativeUses} finds in classes, as far as it can be seen in a source. */
    private static final Pattern CALLS = Pattern.compile("(\\w+)\\s*\\.\\s*(forName|newInstance|loadClass"
            + "|get(?:Declared)?(?:Method|Field|Constructor)s?|getResource\\w*|getBundle|newProxyInstance|load|loadLibrary"
            + "|getInstance|readValue|convertValue|treeToValue|valueToTree|writeValue\\w*|mapTo|mapFrom|builder|create"
            + "|container)\\s*\\(");

    private static final Pattern FOUND_BY_NAME = Pattern.compile(
            "(?!\\w*HttpClient)\\w+Client\\.(builder|create)|Arc\\.container|\\w+\\.(?!builder|create|container).*");

    @Test
    void is_known_in_all_classes_of_this_build() {
        var classes = OurClasses.all();
        var names = classes.stream().map(OurClasses::simpleName).collect(Collectors.toSet());

        assertEquals(
                String.join(
                        "\n",
                        KnownUse.ALL.keySet().stream()
                                .filter(use -> names.contains(typeOf(use)))
                                .toList()),
                String.join("\n", NativeUses.of(classes)),
                "list it in KnownUse, with what is configured for it");
    }

    @Test
    void is_known_in_sources_that_are_not_in_every_build() {
        var uses = new TreeSet<String>();
        var names = new TreeSet<String>();
        for (var source : sources(OPTIONS.stream().map(SOURCES::resolve))) {
            names.add(nameOf(source));
            CALLS.matcher(read(source))
                    .results()
                    .map(call -> call.group(1) + "." + call.group(2))
                    .filter(call -> FOUND_BY_NAME.matcher(call).matches())
                    .forEach(call -> uses.add(nameOf(source) + ": " + call));
        }
        assertEquals(
                KnownUse.ALL.keySet().stream()
                        .filter(use -> names.contains(typeOf(use)))
                        .collect(Collectors.toSet()),
                uses);
    }

    @Test
    void is_known_of_no_class_that_is_gone() {
        var names = sources(Stream.of("main", "http", "lambda", "aws", "oidc").map(SOURCES::resolve)).stream()
                .map(NativeUsesTest::nameOf)
                .collect(Collectors.toSet());

        assertEquals(
                Set.of(),
                KnownUse.ALL.keySet().stream()
                        .filter(use -> !names.contains(typeOf(use)))
                        .collect(Collectors.toSet()));
    }

    @Test
    void is_found_in_classes_that_do_such_things() {
        assertEquals(
                Set.of(
                        "UsesOfAllKinds: Class.forName",
                        "UsesOfAllKinds: Class.getDeclaredMethods",
                        "UsesOfAllKinds: Class.getResourceAsStream",
                        "UsesOfAllKinds: Formatter",
                        "UsesOfAllKinds: Locale.forLanguageTag",
                        "UsesOfAllKinds: ManagementFactory.getRuntimeMXBean",
                        "UsesOfAllKinds: ObjectMapper.readValue",
                        "UsesOfAllKinds: Proxy.newProxyInstance",
                        "UsesOfAllKinds: ResourceBundle.getBundle",
                        "UsesOfAllKinds: RuntimeMXBean.getStartTime",
                        "UsesOfAllKinds: ServiceLoader.findFirst",
                        "UsesOfAllKinds: ServiceLoader.load",
                        "UsesOfAllKinds: \"dev.caramba.format.Json\""),
                NativeUses.of(List.of(OurClasses.read(UsesOfAllKinds.class))));
    }

    private static String typeOf(String use) {
        return use.substring(0, use.indexOf(':'));
    }

    private static String nameOf(Path source) {
        return source.getFileName().toString().replace(".java", "");
    }

    private static List<Path> sources(Stream<Path> folders) {
        return folders.flatMap(NativeUsesTest::walk)
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
    }

    private static Stream<Path> walk(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

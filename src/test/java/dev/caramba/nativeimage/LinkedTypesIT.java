package dev.caramba.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The builder of native executables finds every type that it must link. */
class LinkedTypesIT {

    private static final Map<String, Map<String, Set<String>>> MISSING = new ConcurrentHashMap<>();

    /**
     * What libraries name and do without. Builds have been seen to succeed without them: Quarkus replaces the code that names
     * them, or nothing reaches it. Another one may fail a build, as the checksums of AWS' SDK have: try one first.
     */
    private static final Set<String> DONE_WITHOUT = Set.of(
            // TLS by other engines than Java's
            "io/netty/internal/tcnative",
            "org/bouncycastle",
            "org/conscrypt",
            "org/eclipse/jetty",
            // compression that is not offered
            "com/aayushatharva/brotli4j",
            "com/github/luben/zstd",
            "com/jcraft/jzlib",
            // the system's own event loops
            "io/netty/channel/epoll",
            "io/netty/channel/kqueue",
            // other logs than JBoss'
            "org/apache/log4j",
            "org/apache/logging/log4j",
            "org/jboss/modules",
            // annotations for compilers
            "com/google/auto/value",
            "org/jboss/logging/annotations",
            "org/jetbrains/annotations",
            // what is done when the build is made: of development, of configuration, and the builder's own
            "io/quarkus/launcher",
            "org/graalvm/nativeimage",
            "org/objectweb/asm",
            // additions to libraries
            "io/opentelemetry/api/incubator",
            "io/smallrye/stork",
            "jakarta/xml/bind");

    @ParameterizedTest
    @ValueSource(strings = {"native", "lambda/native"})
    void are_there_but_for_those_that_libraries_do_without(String artifact) {
        var missing = missing(artifact);
        missing.keySet().removeIf(type -> DONE_WITHOUT.stream().anyMatch(part -> type.startsWith(part + "/")));

        assertEquals(new TreeMap<>(), missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"native", "lambda/native"})
    void are_there_if_our_own_classes_name_them(String artifact) {
        var missing = missing(artifact);
        missing.values().forEach(named -> named.removeIf(type -> !type.startsWith("dev/caramba/")));
        missing.values().removeIf(Set::isEmpty);

        assertEquals(new TreeMap<>(), missing);
    }

    @Test
    void no_library_is_listed_that_nothing_names() {
        var missing = Stream.of("native", "lambda/native")
                .flatMap(artifact -> missing(artifact).keySet().stream())
                .toList();

        assertEquals(
                new TreeSet<>(),
                DONE_WITHOUT.stream()
                        .filter(part -> missing.stream().noneMatch(type -> type.startsWith(part + "/")))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** A copy of them, which are found once. */
    private static TreeMap<String, Set<String>> missing(String artifact) {
        var copy = new TreeMap<String, Set<String>>();
        MISSING.computeIfAbsent(artifact, LinkedTypesIT::find)
                .forEach((type, named) -> copy.put(type, new TreeSet<>(named)));
        return copy;
    }

    private static Map<String, Set<String>> find(String artifact) {
        var folder = Path.of(System.getProperty("packaged.folder"), artifact);
        return new LinkedTypes(NativeConfiguration.classPath(folder)).missing();
    }
}

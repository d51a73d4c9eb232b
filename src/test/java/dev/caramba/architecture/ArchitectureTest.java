package dev.caramba.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may use whom. */
class ArchitectureTest {

    private static final String ROOT = "dev.caramba.";

    /** The packages of the product, each with those of ours that it may use. */
    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("generation", Set.of()),
            Map.entry("wire", Set.of()),
            Map.entry("dialect", Set.of("generation", "wire")),
            Map.entry("provider", Set.of("generation", "wire", "dialect")),
            Map.entry("health", Set.of("generation")),
            Map.entry("balance", Set.of("generation", "health")),
            Map.entry("route", Set.of("generation", "balance")),
            Map.entry("observe", Set.of("generation", "health", "result", "usage")),
            Map.entry("trace", Set.of("generation", "observe")),
            Map.entry("result", Set.of("generation", "health")),
            Map.entry("quota", Set.of("generation", "health")),
            Map.entry("cache", Set.of("generation", "health")),
            Map.entry("edge", Set.of("generation", "result")),
            Map.entry("sink", Set.of("generation", "wire", "health", "result", "edge")),
            Map.entry("access", Set.of("edge", "generation", "health")),
            Map.entry("http", Set.of("generation", "result", "edge", "access")),
            Map.entry("openai", Set.of("generation", "result", "edge", "http")),
            Map.entry("function", Set.of("generation", "result", "edge", "health")),
            Map.entry("admin", Set.of("access", "generation", "edge", "health", "http", "function", "usage")),
            Map.entry("status", Set.of("access", "http")),
            Map.entry("usage", Set.of("generation", "health")),
            Map.entry("lambda", Set.of("generation", "result", "edge")),
            Map.entry("demo", Set.of("generation")),
            Map.entry(
                    "app",
                    Set.of(
                            "generation",
                            "wire",
                            "dialect",
                            "provider",
                            "health",
                            "balance",
                            "route",
                            "observe",
                            "trace",
                            "access",
                            "edge",
                            "http",
                            "openai",
                            "function",
                            "admin",
                            "lambda",
                            "demo",
                            "result",
                            "quota",
                            "cache",
                            "sink",
                            "usage"))));

    /** The packages that only one artifact has; in the build of another they are not there. */
    private static final Set<Set<String>> BINDINGS =
            Set.of(Set.of("access", "http", "openai", "admin", "trace", "status"), Set.of("lambda"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("dev.caramba");

    @TestFactory
    Stream<DynamicTest> uses_only_what_the_table_allows() {
        return MAY_USE.keySet().stream()
                .filter(ArchitectureTest::isInThisArtifact)
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> noClasses()
                                .that()
                                .resideInAPackage(ROOT + name)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(forbidden(name))
                                .check(CLASSES)));
    }

    @Test
    void every_package_is_in_the_table_and_flat() {
        noClasses()
                .should()
                .resideOutsideOfPackages(
                        MAY_USE.keySet().stream().map(name -> ROOT + name).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void has_no_cycles() {
        slices().matching(ROOT + "(*)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void only_the_wire_opens_connections_to_providers() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "wire")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "io\\.vertx\\.core\\.http\\.HttpClient.*|java\\.net\\.http\\..*|java\\.net\\.(Socket|URL|.*URLConnection)"
                                + "|io\\.vertx\\.core\\.net\\.NetClient.*|java\\.nio\\.channels\\.SocketChannel")
                .check(CLASSES);
    }

    @Test
    void only_the_redis_classes_of_the_stores_speak_to_redis() {
        noClasses()
                .that()
                .haveNameNotMatching(
                        ROOT.replace(".", "\\.")
                                + "((health|result|quota|cache|usage|sink|access)\\.Redis.*|app\\.(RedisSettings|Stores|Sinks|HttpComposition))")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.redis..", "io.vertx.mutiny.redis..", "io.quarkus.redis..")
                .check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> the_core_knows_no_framework_no_clock_and_no_chance() {
        return Stream.of("generation", "dialect", "balance", "health", "result", "quota", "cache", "usage")
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> noClasses()
                                .that()
                                .resideInAPackage(ROOT + name)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("io.quarkus..", "jakarta..", "org.eclipse.microprofile..")
                                .orShould()
                                .callMethod(java.time.Instant.class, "now")
                                .orShould()
                                .callMethod(System.class, "currentTimeMillis")
                                .orShould()
                                .dependOnClassesThat()
                                .haveNameMatching(
                                        "java\\.util\\.(concurrent\\.ThreadLocal)?Random|java\\.security\\.SecureRandom")
                                .check(CLASSES)));
    }

    @Test
    void is_the_artifact_of_one_binding() {
        var complete = BINDINGS.stream()
                .filter(packages -> packages.stream().allMatch(ArchitectureTest::exists))
                .toList();

        assertEquals(1, complete.size());
    }

    private static boolean isInThisArtifact(String name) {
        return exists(name) || BINDINGS.stream().noneMatch(packages -> packages.contains(name));
    }

    private static boolean exists(String name) {
        return CLASSES.stream().anyMatch(type -> type.getPackageName().equals(ROOT + name));
    }

    private static String[] forbidden(String name) {
        return MAY_USE.keySet().stream()
                .filter(other -> !other.equals(name) && !MAY_USE.get(name).contains(other))
                .map(other -> ROOT + other)
                .toList()
                .toArray(List.of().toArray(String[]::new));
    }
}

package dev.caramba.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may use whom. */
class ArchitectureTest {

    private static final String ROOT = "dev.caramba.";
    private static final long MOST_FILES = 30;

    /** The packages of the product, each with those of ours that it may use. */
    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.ofEntries(
            Map.entry("format", Set.of()),
            Map.entry("prompt", Set.of("format")),
            Map.entry("generation", Set.of("format", "prompt")),
            Map.entry("stream", Set.of("format", "prompt", "generation")),
            Map.entry("wire", Set.of("format", "wire.proxy", "wire.tls")),
            Map.entry("wire.proxy", Set.of("format")),
            Map.entry("wire.tls", Set.of()),
            Map.entry("redis", Set.of("format")),
            Map.entry("dialect", Set.of("format", "prompt", "generation", "wire")),
            Map.entry("dialect.history", Set.of("prompt", "dialect")),
            Map.entry("dialect.error", Set.of("wire", "format", "generation", "dialect")),
            Map.entry(
                    "dialect.anthropic",
                    Set.of("dialect.error", "dialect.history", "format", "prompt", "generation", "wire", "dialect")),
            Map.entry(
                    "dialect.cohere",
                    Set.of("dialect.error", "dialect.history", "format", "prompt", "generation", "wire", "dialect")),
            Map.entry(
                    "dialect.google",
                    Set.of("dialect.error", "dialect.history", "format", "prompt", "generation", "wire", "dialect")),
            Map.entry(
                    "dialect.huggingface",
                    Set.of("dialect.error", "dialect.history", "format", "prompt", "generation", "wire", "dialect")),
            Map.entry(
                    "dialect.ollama",
                    Set.of("dialect.error", "dialect.history", "format", "prompt", "generation", "wire", "dialect")),
            Map.entry("dialect.openai", Set.of("dialect.error", "format", "prompt", "generation", "wire", "dialect")),
            Map.entry(
                    "dialect.registry",
                    Set.of(
                            "dialect",
                            "dialect.anthropic",
                            "dialect.cohere",
                            "dialect.google",
                            "dialect.huggingface",
                            "dialect.ollama",
                            "dialect.openai")),
            Map.entry("provider", Set.of("format", "prompt", "generation", "stream", "wire", "dialect")),
            Map.entry("health", Set.of("prompt", "generation", "redis")),
            Map.entry("balance", Set.of("prompt", "generation", "stream", "health")),
            Map.entry("route", Set.of("prompt", "generation", "balance")),
            Map.entry("result", Set.of("format", "redis")),
            Map.entry("response", Set.of("format", "redis")),
            Map.entry("maker", Set.of("format", "prompt", "generation", "stream", "redis")),
            Map.entry("quota", Set.of("format", "prompt", "generation", "stream", "redis")),
            Map.entry("cache", Set.of("format", "prompt", "generation", "stream", "redis")),
            Map.entry("usage", Set.of("format", "prompt", "generation", "stream", "redis")),
            Map.entry("observe", Set.of("format", "prompt", "generation", "stream", "health", "result", "usage")),
            Map.entry("trace", Set.of("format", "prompt", "generation", "observe")),
            Map.entry("error", Set.of("format", "prompt", "generation")),
            Map.entry("request", Set.of("format", "prompt", "generation")),
            Map.entry("call", Set.of("format", "prompt", "generation", "stream", "result", "error", "request")),
            Map.entry(
                    "idempotency",
                    Set.of("format", "prompt", "generation", "stream", "result", "error", "request", "call")),
            Map.entry(
                    "batch",
                    Set.of(
                            "format",
                            "prompt",
                            "generation",
                            "stream",
                            "result",
                            "error",
                            "request",
                            "call",
                            "idempotency")),
            Map.entry("sink", Set.of("result", "format", "wire", "redis", "batch")),
            Map.entry("access", Set.of("format", "prompt", "generation", "redis", "error", "request", "call")),
            Map.entry(
                    "http",
                    Set.of("format", "prompt", "generation", "result", "error", "request", "call", "batch", "access")),
            Map.entry(
                    "surface",
                    Set.of(
                            "format",
                            "prompt",
                            "generation",
                            "stream",
                            "error",
                            "request",
                            "call",
                            "idempotency",
                            "http")),
            Map.entry(
                    "surface.chat",
                    Set.of(
                            "format",
                            "prompt",
                            "generation",
                            "stream",
                            "error",
                            "request",
                            "call",
                            "idempotency",
                            "http",
                            "surface")),
            Map.entry(
                    "surface.completions",
                    Set.of("format", "prompt", "generation", "error", "request", "call", "http", "surface")),
            Map.entry(
                    "surface.embeddings",
                    Set.of("format", "prompt", "generation", "request", "call", "http", "surface")),
            Map.entry(
                    "surface.messages",
                    Set.of(
                            "format",
                            "prompt",
                            "generation",
                            "stream",
                            "error",
                            "request",
                            "call",
                            "idempotency",
                            "access",
                            "http",
                            "surface")),
            Map.entry(
                    "surface.responses",
                    Set.of(
                            "format",
                            "prompt",
                            "generation",
                            "response",
                            "error",
                            "request",
                            "call",
                            "http",
                            "surface")),
            Map.entry(
                    "function", Set.of("result", "format", "prompt", "generation", "health", "error", "call", "batch")),
            Map.entry(
                    "admin",
                    Set.of(
                            "format",
                            "prompt",
                            "generation",
                            "redis",
                            "health",
                            "usage",
                            "error",
                            "request",
                            "call",
                            "access",
                            "http",
                            "function")),
            Map.entry("status", Set.of("format", "access", "http")),
            Map.entry("lambda", Set.of("format", "prompt", "generation", "result", "error", "call", "batch", "config")),
            Map.entry("demo", Set.of("format", "prompt", "generation")),
            Map.entry("config", Set.of("format", "provider")),
            Map.entry(
                    "config.entry",
                    Set.of(
                            "prompt",
                            "generation",
                            "dialect",
                            "dialect.registry",
                            "provider",
                            "balance",
                            "route",
                            "observe",
                            "config")),
            Map.entry(
                    "settings",
                    Set.of(
                            "format",
                            "prompt",
                            "generation",
                            "wire",
                            "wire.proxy",
                            "dialect.registry",
                            "health",
                            "balance",
                            "route",
                            "cache",
                            "usage",
                            "observe",
                            "call",
                            "demo",
                            "config",
                            "config.entry")),
            Map.entry(
                    "app",
                    Set.of(
                            "format",
                            "prompt",
                            "generation",
                            "wire",
                            "redis",
                            "dialect",
                            "dialect.registry",
                            "provider",
                            "health",
                            "balance",
                            "route",
                            "result",
                            "response",
                            "maker",
                            "quota",
                            "cache",
                            "usage",
                            "observe",
                            "trace",
                            "call",
                            "batch",
                            "sink",
                            "access",
                            "lambda",
                            "demo",
                            "config",
                            "config.entry",
                            "settings"))));

    /** The packages that only one artifact has; in the build of another they are not there. */
    private static final Set<Set<String>> BINDINGS = Set.of(
            Set.of(
                    "access",
                    "http",
                    "surface",
                    "surface.chat",
                    "surface.completions",
                    "surface.embeddings",
                    "surface.messages",
                    "surface.responses",
                    "admin",
                    "trace",
                    "status"),
            Set.of("lambda"));

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
    void every_package_is_in_the_table() {
        noClasses()
                .should()
                .resideOutsideOfPackages(
                        MAY_USE.keySet().stream().map(name -> ROOT + name).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void no_package_is_too_large_to_look_through() {
        var files = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
        files.values().removeIf(count -> count <= MOST_FILES);

        assertEquals(Map.of(), files);
    }

    @Test
    void has_no_cycles() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void only_the_wire_opens_connections_but_for_those_to_lambda_itself() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "wire..")
                .and()
                .haveNameNotMatching(ROOT.replace(".", "\\.") + "(lambda\\.RuntimeApi|sink\\.AwsCredentialsSource).*")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "io\\.vertx\\.core\\.http\\.HttpClient.*|java\\.net\\.http\\..*|java\\.net\\.(Socket|URL|.*URLConnection)"
                                + "|io\\.vertx\\.core\\.net\\.NetClient.*|java\\.nio\\.channels\\.SocketChannel")
                .check(CLASSES);
    }

    @Test
    void the_rest_client_is_for_the_sink_beside_the_calls_of_providers() {
        noClasses()
                .that()
                .haveNameNotMatching(ROOT.replace(".", "\\.") + "sink\\.(HttpSink|SinkResource).*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.ws.rs..",
                        "io.quarkus.rest.client..",
                        "org.jboss.resteasy..",
                        "org.eclipse.microprofile.rest..")
                .check(CLASSES);
    }

    @Test
    void only_the_redis_classes_of_the_stores_speak_to_redis() {
        noClasses()
                .that()
                .haveNameNotMatching(
                        ROOT.replace(".", "\\.")
                                + "(redis\\..*|(health|result|response|maker|quota|cache|usage|sink|access)\\.Redis.*|app\\.(RedisSettings|Stores|Sinks|HttpComposition))")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.redis..", "io.vertx.mutiny.redis..", "io.quarkus.redis..")
                .check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> the_core_knows_no_framework_no_clock_and_no_chance() {
        return Stream.of(
                        "format",
                        "prompt",
                        "generation",
                        "stream",
                        "dialect..",
                        "balance",
                        "health",
                        "result",
                        "response",
                        "maker",
                        "quota",
                        "cache",
                        "usage")
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

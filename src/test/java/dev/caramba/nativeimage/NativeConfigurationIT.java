package dev.caramba.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The native configuration of both artifacts has all that our code needs of it. */
class NativeConfigurationIT {

    private static final String FUNCTION = "Lio/quarkus/funqy/Funq;";
    private static final String MAPPING = "Lio/smallrye/config/ConfigMapping;";
    private static final String REFLECTION = "Lio/quarkus/runtime/annotations/RegisterForReflection;";

    /** What functions take and give that needs no reflection. */
    private static final Set<String> KNOWN_TO_JSON =
            Set.of("void", "io.smallrye.mutiny.Uni", "com.fasterxml.jackson.databind.JsonNode");

    /** Read when the executable is built, and kept in it as values. */
    private static final Set<String> CONFIGURATION =
            Set.of("application.properties", "META-INF/microprofile-config.properties");

    /** An artifact: its configuration, its classes and where its resources are. */
    enum Artifact {
        HTTP(NativeConfiguration.http(), "classes", "src/http/resources"),
        LAMBDA(NativeConfiguration.lambda(), "lambda/classes", "src/lambda/resources");

        private final NativeConfiguration configuration;
        private final List<ClassNode> classes;
        private final List<Path> resources;

        Artifact(NativeConfiguration configuration, String classes, String resources) {
            this.configuration = configuration;
            this.classes = OurClasses.in(Path.of(System.getProperty("packaged.folder"), classes));
            this.resources = List.of(Path.of("src/main/resources"), Path.of(resources));
        }
    }

    @ParameterizedTest
    @EnumSource
    void has_what_every_known_use_needs(Artifact artifact) {
        var uses = NativeUses.of(artifact.classes);

        assertFalse(uses.isEmpty());
        uses.forEach(use -> KnownUse.ALL.get(use).check(artifact.configuration));
    }

    @ParameterizedTest
    @EnumSource
    void has_every_file_that_is_no_configuration(Artifact artifact) throws IOException {
        for (var folder : artifact.resources) {
            try (var files = Files.walk(folder)) {
                files.filter(Files::isRegularFile)
                        .map(file -> folder.relativize(file).toString())
                        .filter(file -> !CONFIGURATION.contains(file) && !file.startsWith("META-INF/native-image/"))
                        .forEach(file -> assertTrue(artifact.configuration.hasResource(file), file));
            }
        }
    }

    /** The build finds services by what libraries look for; that of AWS Secrets Manager is among those of every build. */
    @ParameterizedTest
    @EnumSource
    void finds_every_service_of_ours_and_can_make_it(Artifact artifact) throws IOException {
        for (var folder : artifact.resources) {
            for (var service : services(folder)) {
                for (var implementation : Files.readAllLines(service)) {
                    var name = service.getFileName().toString();
                    assertTrue(artifact.configuration.services(name).contains(implementation), implementation);
                    assertTrue(
                            artifact.configuration
                                    .reflected(implementation)
                                    .orElseThrow()
                                    .created(),
                            implementation);
                }
            }
        }
        for (var service : services(Path.of("src/aws/resources"))) {
            assertTrue(artifact.configuration.hasResource("META-INF/services/" + service.getFileName()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void can_make_what_reads_the_configuration(Artifact artifact) {
        var mappings = artifact.classes.stream()
                .filter(one -> isAnnotated(one, MAPPING))
                .map(one -> nameOf(one.name))
                .toList();

        assertFalse(mappings.isEmpty());
        mappings.forEach(mapping -> assertTrue(
                artifact.configuration
                        .reflected(mapping + "$$CMImpl")
                        .orElseThrow()
                        .created(),
                mapping));
        artifact.classes.stream()
                .filter(one -> mappings.contains(nameOf(one.name).replaceFirst("\\$.*", "")))
                .filter(one -> one.name.endsWith("Keys"))
                .forEach(one -> assertTrue(
                        artifact.configuration
                                .reflected(nameOf(one.name) + "$$CMImpl")
                                .isPresent(),
                        one.name));
    }

    @ParameterizedTest
    @EnumSource
    void has_the_functions_and_what_they_take_and_give(Artifact artifact) {
        var functions = 0;
        for (var type : artifact.classes) {
            for (var method : type.methods) {
                if (isFunction(method)) {
                    functions++;
                    assertTrue(
                            artifact.configuration
                                    .reflected(nameOf(type.name))
                                    .orElseThrow()
                                    .methods(),
                            type.name);
                    assertEquals(Set.of(), unknownToJson(artifact, method), type.name + "." + method.name);
                }
            }
        }
        assertEquals(3, functions);
    }

    @ParameterizedTest
    @EnumSource
    void has_the_types_that_are_registered_by_hand(Artifact artifact) {
        var registered = artifact.classes.stream()
                .filter(one -> isAnnotated(one, REFLECTION))
                .flatMap(one -> one.visibleAnnotations.stream()
                        .filter(annotation -> annotation.desc.equals(REFLECTION))
                        .flatMap(annotation -> annotation.values.stream()))
                .filter(List.class::isInstance)
                .flatMap(value -> ((List<?>) value).stream())
                .map(value -> value instanceof Type type ? type.getClassName() : value.toString())
                .toList();

        registered.forEach(type -> {
            assertTrue(artifact.configuration.files().contains(type.replace('.', '/') + ".class"), type);
            assertTrue(artifact.configuration.reflected(type).orElseThrow().created(), type);
        });
    }

    @ParameterizedTest
    @EnumSource
    void has_no_class_of_ours_initialised_at_run_time(Artifact artifact) {
        assertEquals(
                List.of(),
                artifact.classes.stream()
                        .map(one -> nameOf(one.name))
                        .filter(artifact.configuration::isInitialisedAtRunTime)
                        .toList());
    }

    /** As {@code docs/deployment.md} says, with a reason for each. */
    @ParameterizedTest
    @EnumSource
    void has_the_documented_settings(Artifact artifact) {
        var arguments = artifact.configuration.arguments();

        assertEquals(
                List.of(),
                Stream.of(
                                "-march=compatibility",
                                "--enable-monitoring=heapdump,threaddump",
                                "-H:-AddAllCharsets",
                                "-J-Dfile.encoding=UTF-8",
                                "--enable-url-protocols=http,https",
                                "--no-fallback",
                                "--link-at-build-time")
                        .filter(argument -> !arguments.contains(argument))
                        .toList(),
                arguments::toString);
        assertEquals(
                List.of(),
                arguments.stream()
                        .filter(argument -> argument.matches("-O.*|--gc=.*|-R:.*|--initialize-at-build-time.*"))
                        .toList());
    }

    @Test
    void is_read_from_what_quarkus_generates_and_from_what_libraries_bring() {
        var http = Artifact.HTTP.configuration;

        assertTrue(http.arguments().contains("--no-fallback"), http.arguments()::toString);
        assertTrue(http.reflected("dev.caramba.function.GenerateFunction")
                .orElseThrow()
                .asJson());
        assertTrue(http.reflected("io.netty.channel.socket.nio.NioSocketChannel")
                .orElseThrow()
                .created());
        assertTrue(http.reflected("dev.caramba.format.Json").isEmpty());
        assertTrue(http.isInitialisedAtRunTime("io.vertx.redis.client.impl.Slots"));
        assertTrue(http.isInitialisedAtRunTime("io.opentelemetry.sdk.internal.AndroidFriendlyRandomHolder"));
        assertFalse(http.hasResource("application.properties"));
    }

    @Test
    void is_that_of_each_artifact() {
        var http = Artifact.HTTP.configuration;
        var lambda = Artifact.LAMBDA.configuration;

        assertTrue(lambda.reflected("dev.caramba.lambda.BatchFunction").isPresent());
        assertTrue(lambda.reflected("dev.caramba.function.BatchFunction").isEmpty());
        assertTrue(http.reflected("dev.caramba.function.BatchFunction").isPresent());
    }

    /**
     * Quarkus' bindings for Lambda start a loop of their own in a native executable, which takes invocations from ours, and write
     * templates beside the zip that name their handlers.
     */
    @Test
    void has_no_binding_for_lambda_but_our_own() {
        var lambda = NativeConfiguration.lambda().files();

        assertTrue(lambda.contains("dev/caramba/lambda/RuntimeLoop.class"));
        assertEquals(
                List.of(),
                lambda.stream()
                        .filter(file -> file.startsWith("io/quarkus/funqy/lambda/")
                                || file.equals("io/quarkus/amazon/lambda/runtime/AmazonLambdaRecorder.class"))
                        .toList());
    }

    private static List<Path> services(Path resources) throws IOException {
        var folder = resources.resolve("META-INF/services");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Set<String> unknownToJson(Artifact artifact, MethodNode function) {
        var types = new ArrayList<>(List.of(Type.getArgumentTypes(function.desc)));
        types.add(Type.getReturnType(function.desc));
        var names = types.stream().map(Type::getClassName).collect(Collectors.toSet());
        if (function.signature != null) {
            // that of what a Uni gives, for one
            Stream.of(function.signature.split("[^\\w/$]+"))
                    .filter(part -> part.contains("/"))
                    .map(part -> nameOf(part.replaceFirst("^L", "")))
                    .forEach(names::add);
        }
        return names.stream()
                .filter(name -> !KNOWN_TO_JSON.contains(name))
                .filter(name -> artifact.configuration
                        .reflected(name)
                        .filter(ReflectedType::asJson)
                        .isEmpty())
                .collect(Collectors.toSet());
    }

    private static boolean isFunction(MethodNode method) {
        return method.visibleAnnotations != null
                && method.visibleAnnotations.stream().anyMatch(one -> one.desc.equals(FUNCTION));
    }

    private static boolean isAnnotated(ClassNode type, String annotation) {
        return type.visibleAnnotations != null
                && type.visibleAnnotations.stream().anyMatch(one -> one.desc.equals(annotation));
    }

    private static String nameOf(String internal) {
        return internal.replace('/', '.');
    }
}

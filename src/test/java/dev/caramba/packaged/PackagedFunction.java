package dev.caramba.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** The zip of the Lambda artifact, unpacked, and what AWS runs it with: its Java runtime, or {@code bootstrap} alone. */
final class PackagedFunction {

    /** Where it is unpacked to, which is its working directory. */
    static final Path FOLDER = unpack();

    private static final String RUNTIME = "com/amazonaws/services/lambda/runtime/";
    private static final List<String> RUNTIME_CLASSES = List.of(
            RUNTIME + "api/client/AWSLambda.class",
            RUNTIME + "Context.class",
            RUNTIME + "serialization/PojoSerializer.class",
            "software/amazon/awssdk/utilslite/SdkInternalThreadLocal.class");

    private static final String LIBRARY = "libaws-lambda-jni.so";
    private static final String BOOTSTRAP = "bootstrap";

    private PackagedFunction() {}

    /** What starts it. */
    static List<String> command() {
        if (Packaged.isNative()) {
            return List.of(bootstrap().toString());
        }
        return List.of(
                Packaged.java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + library(),
                "-cp",
                runtimeClasspath(),
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                "dev.caramba.lambda.LambdaHandler::handleRequest");
    }

    /** What starts it on a JVM as its own runtime. */
    static List<String> loop() {
        return List.of(
                Packaged.java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                FOLDER + ":" + FOLDER.resolve("lib") + "/*",
                "dev.caramba.app.LambdaMain");
    }

    private static Path bootstrap() {
        var file = FOLDER.resolve(BOOTSTRAP);
        if (!Files.isRegularFile(file)) {
            throw new IllegalStateException(
                    "a native build, but there is no " + BOOTSTRAP + " in " + Packaged.function());
        }
        if (!file.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot be made executable: " + file);
        }
        return file;
    }

    /**
     * The runtime's own library: left to itself, each process would write it to the same place in {@code /tmp}, under
     * those that have it loaded.
     */
    private static synchronized Path library() {
        var arch = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        var target = FOLDER.resolveSibling(FOLDER.getFileName() + "-" + LIBRARY);
        var source = "/jni/libaws-lambda-jni.linux-" + arch + ".so";
        if (!Files.exists(target)) {
            try (var library = PackagedFunction.class.getResourceAsStream(source)) {
                Files.copy(library, target);
                target.toFile().deleteOnExit();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return target;
    }

    /** Of the runtime alone: it loads the function, from the working directory, by a class loader of its own. */
    private static String runtimeClasspath() {
        return RUNTIME_CLASSES.stream().map(PackagedFunction::jarOf).collect(Collectors.joining(":"));
    }

    private static String jarOf(String type) {
        try {
            var url = PackagedFunction.class.getClassLoader().getResource(type);
            return ((JarURLConnection) url.openConnection()).getJarFile().getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path unpack() {
        try (var zip = new ZipFile(Packaged.function().toFile())) {
            var task = Files.createTempDirectory("function");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(task)));
            for (var entry : zip.stream().toList()) {
                var path = task.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    try (var content = zip.getInputStream(entry)) {
                        Files.copy(content, path, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
            return task;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.caramba.nativeimage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * What the builder of a native executable is told: its arguments, what Quarkus generates, and what every library brings in
 * {@code META-INF/native-image}. Each {@code verify} has it written to {@code target/native}, and for the Lambda artifact to
 * {@code target/lambda/native}, with {@code src/test/native/bin/native-image} in the place of the builder.
 */
public final class NativeConfiguration {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FOLDER = "META-INF/native-image/";
    private static final String SERVICES = "META-INF/services/";
    private static final Pattern RUN_TIME = Pattern.compile("--initialize-at-run-time=(\\S+)");

    private final List<String> arguments;
    private final Map<String, ReflectedType> types = new HashMap<>();
    private final List<Pattern> resources = new ArrayList<>();
    private final Set<List<String>> proxies = new HashSet<>();
    private final Set<String> bundles = new HashSet<>();
    private final Set<String> atRunTime = new HashSet<>();
    private final Map<String, Set<String>> services = new HashMap<>();
    private final Set<String> files = new HashSet<>();

    private NativeConfiguration(Path sources) {
        try {
            arguments = Files.readAllLines(sources.resolve("native-image.args"));
            atRunTime(String.join(" ", arguments));
            jars(sources).forEach(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the artifact that serves HTTP. */
    public static NativeConfiguration http() {
        return of(packaged().resolve("native"));
    }

    /** Of the Lambda artifact. */
    public static NativeConfiguration lambda() {
        return of(packaged().resolve("lambda/native"));
    }

    private static Path packaged() {
        return Path.of(System.getProperty("packaged.folder"));
    }

    /** @param folder where a native build has put what it made */
    static NativeConfiguration of(Path folder) {
        return new NativeConfiguration(classPath(folder));
    }

    /**
     * The folder with the jar of the artifact, and its libraries in {@code lib}.
     *
     * @param folder where a native build has put what it made
     */
    static Path classPath(Path folder) {
        try (var found = Files.list(folder)) {
            var folders = found.filter(path -> path.toString().endsWith("-native-image-source-jar"))
                    .toList();
            if (folders.size() != 1) {
                throw new IllegalStateException("not one class path of a builder in " + folder + ": " + folders);
            }
            return folders.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the builder is started with. */
    public List<String> arguments() {
        return List.copyOf(arguments);
    }

    /** What is left of a type for those that reflect on it; empty where nobody has asked for any. */
    public Optional<ReflectedType> reflected(String type) {
        return Optional.ofNullable(types.get(type));
    }

    /** @param path the path of a file on the class path, without a slash before it */
    public boolean hasResource(String path) {
        return files.contains(path)
                && resources.stream().anyMatch(pattern -> pattern.matcher(path).matches());
    }

    /** All files of the class path, the classes among them. */
    public Set<String> files() {
        return Set.copyOf(files);
    }

    /** The implementations that can be found of a service. */
    public Set<String> services(String service) {
        return hasResource(SERVICES + service) ? services.getOrDefault(service, Set.of()) : Set.of();
    }

    /** @param interfaces their names, in the order of the proxy */
    public boolean hasProxy(List<String> interfaces) {
        return proxies.contains(interfaces);
    }

    public boolean hasBundle(String name) {
        return bundles.contains(name);
    }

    /** Whether a class is initialised when the executable starts; the others are when it is built. */
    public boolean isInitialisedAtRunTime(String type) {
        return Stream.iterate(
                        type, name -> !name.isEmpty(), name -> name.substring(0, Math.max(0, name.lastIndexOf('.'))))
                .anyMatch(atRunTime::contains);
    }

    private static List<Path> jars(Path sources) throws IOException {
        try (var own = Files.list(sources);
                var libraries = Files.list(sources.resolve("lib"))) {
            return Stream.concat(own, libraries)
                    .filter(path -> path.toString().endsWith(".jar"))
                    .toList();
        }
    }

    private void read(Path jar) {
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream().filter(one -> !one.isDirectory()).toList()) {
                files.add(entry.getName());
                try (var content = zip.getInputStream(entry)) {
                    read(entry.getName(), content);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(jar.toString(), e);
        }
    }

    private void read(String name, InputStream content) throws IOException {
        if (name.equals("io/quarkus/runner/Feature.class")) {
            atRunTime.addAll(FeatureClass.atRunTime(content.readAllBytes()));
        } else if (name.startsWith(SERVICES)) {
            new String(content.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .forEach(line -> services.computeIfAbsent(
                                    name.substring(SERVICES.length()), service -> new HashSet<>())
                            .add(line));
        } else if (name.startsWith(FOLDER)) {
            configuration(name.substring(name.lastIndexOf('/') + 1), content);
        }
    }

    private void configuration(String file, InputStream content) throws IOException {
        switch (file) {
            case "native-image.properties" -> {
                var properties = new Properties();
                properties.load(content);
                atRunTime(properties.getProperty("Args", ""));
            }
            case "reflect-config.json" ->
                JSON.readTree(content)
                        .forEach(one ->
                                types.merge(one.path("name").asText(), ReflectedType.of(one), ReflectedType::and));
            case "resource-config.json" -> resources(JSON.readTree(content));
            case "proxy-config.json" -> JSON.readTree(content).forEach(one -> proxies.add(texts(one)));
            // of a newer form, in which all of these are one file
            case "reachability-metadata.json" -> throw new IllegalStateException("not read: " + file);
            default -> content.close();
        }
    }

    private void resources(JsonNode config) {
        config.path("bundles").forEach(one -> bundles.add(one.path("name").asText()));
        var listed = config.path("resources");
        for (var one : listed.has("includes") ? listed.path("includes") : listed) {
            resources.add(Pattern.compile(one.path("pattern").asText().replaceFirst("^java\\.base:", "")));
        }
    }

    private void atRunTime(String text) {
        RUN_TIME.matcher(text)
                .results()
                .forEach(match -> atRunTime.addAll(List.of(match.group(1).split(","))));
    }

    private static List<String> texts(JsonNode proxy) {
        var texts = new ArrayList<String>();
        (proxy.isArray() ? proxy : proxy.path("interfaces")).forEach(one -> texts.add(one.asText()));
        return texts;
    }
}

package dev.caramba.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docs/openapi.yaml}, with what its aliases stand for. */
public final class OpenApiDocument {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final JsonNode json;

    private OpenApiDocument(JsonNode json) {
        this.json = json;
    }

    public static OpenApiDocument read() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Object document =
                    new Yaml(new SafeConstructor(options)).load(Files.readString(Path.of("docs/openapi.yaml")));
            return new OpenApiDocument(new ObjectMapper().valueToTree(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode json() {
        return json;
    }

    /** The methods of each path, in upper case. */
    public Map<String, Set<String>> methods() {
        return json.path("paths").properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        path -> path.getValue().properties().stream()
                                .map(Map.Entry::getKey)
                                .filter(METHODS::contains)
                                .map(method -> method.toUpperCase(Locale.ROOT))
                                .collect(Collectors.toCollection(TreeSet::new))));
    }
}

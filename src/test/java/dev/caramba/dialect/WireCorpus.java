package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** The bodies of the recorded responses in {@code src/test/resources/wire}. */
final class WireCorpus {

    private WireCorpus() {}

    /** The bodies that a provider of this dialect sent. */
    static List<byte[]> of(Dialect dialect) {
        return of(dialect, ".json");
    }

    /** Those whose file name ends like this. */
    static List<byte[]> of(Dialect dialect, String suffix) {
        var folder = dialect.name().equals("openai-compatible") ? "custom" : dialect.name();
        return files(folder)
                .filter(file -> file.toString().endsWith(suffix))
                .map(WireCorpus::body)
                .filter(body -> body.length > 0)
                .toList();
    }

    private static Stream<Path> files(String folder) {
        var url = WireCorpus.class.getResource("/wire/" + folder);
        try (var files = Files.list(Path.of(url.toURI()))) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] body(Path file) {
        try {
            var response = Json.parse(Files.readString(file)).orElseThrow().path("response");
            var bytes = new ByteArrayOutputStream();
            if (response.has("body")) {
                bytes.writeBytes(text(Json.write(response.path("body"))));
            }
            bytes.writeBytes(text(response.path("body_text").asText()));
            response.path("chunks").forEach(chunk -> bytes.writeBytes(bytes(chunk)));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(JsonNode chunk) {
        return chunk.isTextual()
                ? text(chunk.textValue())
                : Base64.getDecoder().decode(chunk.path("b64").textValue());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

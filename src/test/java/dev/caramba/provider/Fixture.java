package dev.caramba.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.stream.Stream;

/** One recorded exchange with a provider, from {@code src/test/resources/wire/<provider>/<case>.json}. */
public record Fixture(String name, JsonNode json) {

    /** All fixtures of a provider, by name. */
    public static Stream<Fixture> of(String provider) {
        try (var files = Files.list(folder(provider))) {
            return files.sorted().map(Fixture::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fixture {@code <provider>/<case>}. */
    public static Fixture named(String name) {
        var parts = name.split("/");
        return read(folder(parts[0]).resolve(parts[1] + ".json"));
    }

    public String provider() {
        return json.path("provider").textValue();
    }

    public JsonNode params() {
        return json.path("params");
    }

    JsonNode request() {
        return json.path("request");
    }

    public JsonNode expect() {
        return json.path("expect");
    }

    /** Whether the exchange ends in silence. */
    public boolean isSilent() {
        return hasConnectError("headers timeout")
                || json.path("response").path("end").asText().equals("hang");
    }

    /** Whether the provider answers with a stream. */
    public boolean isStreamed() {
        return json.path("response").has("chunks");
    }

    public boolean isRefused() {
        return hasConnectError("connection refused");
    }

    /** What the provider does. */
    public Script script() {
        if (hasConnectError("headers timeout")) {
            return Script.never();
        }
        var response = json.path("response");
        var script = body(response).status(response.path("status").intValue());
        for (var header : response.path("headers").properties()) {
            script = script.header(header.getKey(), header.getValue().textValue());
        }
        return switch (response.path("end").asText("eof")) {
            case "eof" -> script;
            case "reset" -> script.thenReset();
            case "hang" -> script.thenHang();
            default -> throw new IllegalArgumentException(name + ": end");
        };
    }

    private static Script body(JsonNode response) {
        if (response.has("chunks")) {
            var chunks = new ArrayList<byte[]>();
            response.path("chunks").forEach(chunk -> chunks.add(bytes(chunk)));
            return Script.chunks(chunks);
        }
        return response.has("body_text")
                ? Script.empty(200).chunk(response.path("body_text").textValue())
                : Script.json(200, response.path("body"));
    }

    private static byte[] bytes(JsonNode chunk) {
        return chunk.isTextual()
                ? chunk.textValue().getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(chunk.path("b64").textValue());
    }

    private boolean hasConnectError(String error) {
        return json.path("response").path("connect_error").asText().equals(error);
    }

    private static Path folder(String provider) {
        try {
            return Path.of(Fixture.class.getResource("/wire/" + provider).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Fixture read(Path file) {
        try {
            var json = Json.parse(Files.readString(file)).orElseThrow(() -> new AssertionError(file + " is no JSON"));
            return new Fixture(json.path("name").textValue(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

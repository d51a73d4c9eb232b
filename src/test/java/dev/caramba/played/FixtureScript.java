package dev.caramba.played;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.upstream.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A fixture's {@code response} as a script: {@code status}, {@code headers} and {@code chunks}, each of which is a write.
 *
 * <ul>
 *   <li>a string, or {@code {"base64"}} for bytes
 *   <li>{@code {"pause_ms"}}: silence
 *   <li>{@code {"cut": true}}: the connection is dropped
 * </ul>
 *
 * The length is told before, unless the response is a stream by its type, or has a pause or a cut. One without
 * {@code status} says nothing: the connection is dropped.
 */
final class FixtureScript {

    private static final String CONTENT_TYPE = "content-type";
    private static final Set<String> STREAMS = Set.of("text/event-stream", "application/x-ndjson");

    /** Between two writes, so that they do not come as one. */
    private static final Duration GAP = Duration.ofMillis(5);

    private FixtureScript() {}

    /** @param stretch how many times as long a pause lasts */
    static Script of(JsonNode response, int stretch) {
        if (!response.has("status")) {
            return Script.drop();
        }
        var script = Script.chunks(List.of())
                .status(response.get("status").intValue())
                .header(CONTENT_TYPE, "application/json");
        for (var header : response.path("headers").properties()) {
            script = script.header(header.getKey(), header.getValue().textValue());
        }
        if (!isStreamed(response)) {
            script = script.header("content-length", String.valueOf(length(response)));
        }
        for (var chunk : response.path("chunks")) {
            if (chunk.path("cut").asBoolean()) {
                return script.thenReset();
            }
            script = chunk.has("pause_ms")
                    ? script.pause(
                            Duration.ofMillis(chunk.get("pause_ms").longValue()).multipliedBy(stretch))
                    : script.chunk(bytes(chunk)).pause(GAP);
        }
        return script;
    }

    private static boolean isStreamed(JsonNode response) {
        var type = response.path("headers").path(CONTENT_TYPE).asText().split(";")[0];
        return STREAMS.contains(type) || chunks(response).anyMatch(chunk -> chunk.isObject() && !chunk.has("base64"));
    }

    private static int length(JsonNode response) {
        return chunks(response).mapToInt(chunk -> bytes(chunk).length).sum();
    }

    private static Stream<JsonNode> chunks(JsonNode response) {
        return StreamSupport.stream(response.path("chunks").spliterator(), false);
    }

    private static byte[] bytes(JsonNode chunk) {
        return chunk.isTextual()
                ? chunk.textValue().getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(chunk.get("base64").textValue());
    }
}

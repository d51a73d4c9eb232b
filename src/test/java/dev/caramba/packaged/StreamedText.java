package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;

/** The text of streams of the OpenAI-compatible endpoint. */
final class StreamedText {

    private StreamedText() {}

    /** Of a complete stream. */
    static String of(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response::body);
        assertTrue(response.body().endsWith("data: [DONE]\n\n"));
        return soFar(response.body());
    }

    /** The text that came, whether or not the stream is complete. */
    static String soFar(String body) {
        return body.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> Json.object(line.substring("data: ".length())).orElseThrow())
                .map(chunk -> chunk.path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asText(""))
                .collect(Collectors.joining());
    }
}

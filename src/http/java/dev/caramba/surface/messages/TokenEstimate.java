package dev.caramba.surface.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Estimates the tokens of a request from its size. It is rather too high than too low: clients shorten a conversation
 * by it, and one that does so too late fails.
 */
final class TokenEstimate {

    /** English text has about four bytes in a token, code and JSON about three, most other scripts one character. */
    private static final int BYTES_OF_A_TOKEN = 3;

    /** What Anthropic counts for the largest image that it does not scale down. */
    private static final long IMAGE = 1_600;

    /** A page of a PDF has about 3,000 tokens and seldom less than 30 kB in base64. */
    private static final long BYTES_OF_A_PAGE = 30_000;

    private static final long PAGE = 3_000;

    private TokenEstimate() {}

    static long of(ObjectNode body) {
        return Stream.of("system", "messages", "tools")
                .map(body::path)
                .mapToLong(TokenEstimate::count)
                .sum();
    }

    private static long count(JsonNode node) {
        if (node.isMissingNode()) {
            return 0;
        }
        var lean = node.deepCopy();
        long media = takeOutMedia(lean);
        long bytes = Json.write(lean).getBytes(StandardCharsets.UTF_8).length;
        return media + (bytes + BYTES_OF_A_TOKEN - 1) / BYTES_OF_A_TOKEN;
    }

    /** Takes encoded data out and returns about how many tokens they have. */
    private static long takeOutMedia(JsonNode node) {
        long tokens = 0;
        if (node instanceof ObjectNode object && object.path("type").asText().equals("base64")) {
            var data = object.path("data").asText();
            object.put("data", "");
            boolean image = object.path("media_type").asText().startsWith("image/");
            tokens += image ? IMAGE : (data.length() / BYTES_OF_A_PAGE + 1) * PAGE;
        }
        for (var inner : node) {
            tokens += takeOutMedia(inner);
        }
        return tokens;
    }
}

package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What came back of a trigger, in words: each field of it is either in the words, or held against what it has to be.
 *
 * @param words status, kind of the body and what it says
 * @param seconds after which to come back, where the reply says so
 */
record ReplyDescription(String words, OptionalLong seconds) {

    private static final String ANSWER = "answer";
    private static final String FUNCTION = "dev.caramba.lambda.";

    static ReplyDescription of(Trigger trigger, String provider, HttpResponse<String> response) {
        var headers = response.headers();
        var words = response.statusCode() + ", " + body(trigger, provider, response);
        if (headers.firstValue("x-caramba-idempotent-replay").isPresent()) {
            assertEquals("true", header(headers, "x-caramba-idempotent-replay"));
            words += ", replayed";
        }
        return new ReplyDescription(words, headers.firstValueAsLong("retry-after"));
    }

    static ReplyDescription of(Trigger trigger, String provider, LambdaService.Reply reply) {
        if (!reply.failed()) {
            return new ReplyDescription(
                    trigger == Trigger.LAMBDA_QUEUE
                            ? "handed back: " + handedBack(provider, reply.body())
                            : answer(provider, reply.body()),
                    OptionalLong.empty());
        }
        var failure = reply.body();
        assertEquals(0, failure.path("stackTrace").size(), failure::toString);
        var error = Json.object(failure.path("errorMessage").asText()).orElseThrow();
        var wait = error.has("retryAfter")
                ? OptionalLong.of(error.path("retryAfter").asLong())
                : OptionalLong.empty();
        var type = failure.path("errorType").asText();
        assertTrue(type.startsWith(FUNCTION), type);
        return new ReplyDescription(
                type.substring(FUNCTION.length()) + " " + error.path("status").asInt() + ", "
                        + error(error.path("error")),
                wait);
    }

    private static String body(Trigger trigger, String provider, HttpResponse<String> response) {
        var headers = response.headers();
        if (trigger == Trigger.CHAT_STREAM && response.statusCode() == 200) {
            assertEquals("text/event-stream; charset=utf-8", header(headers, "content-type"));
            return stream(provider, response);
        }
        var json = Json.object(response.body()).orElseThrow(() -> new AssertionError(response.body()));
        if (header(headers, "content-type").equals("application/cloudevents+json")) {
            assertEquals(6, json.size(), json::toString);
            assertEquals("1.0", json.path("specversion").asText());
            assertEquals("caramba", json.path("source").asText());
            assertEquals("application/json", json.path("datacontenttype").asText());
            assertTrue(!json.path("id").asText().isEmpty(), json::toString);
            return json.path("type").asText() + ": " + content(trigger, provider, json.path("data"), headers);
        }
        assertEquals("application/json", header(headers, "content-type"));
        if (headers.firstValue("ce-type").isPresent()) {
            assertEquals("1.0", header(headers, "ce-specversion"));
            assertEquals("caramba", header(headers, "ce-source"));
            assertTrue(!header(headers, "ce-id").isEmpty());
            return header(headers, "ce-type") + ": " + content(trigger, provider, json, headers);
        }
        return content(trigger, provider, json, headers);
    }

    private static String content(Trigger trigger, String provider, JsonNode json, HttpHeaders headers) {
        if (json.has("error")) {
            assertEquals(1, json.size(), json::toString);
            return error(json.path("error"));
        }
        if (json.has("results")) {
            assertEquals(1, json.size(), json::toString);
            return results(provider, json.path("results"));
        }
        checkHeaders(provider, headers);
        return trigger == Trigger.CHAT ? completion(json) : answer(provider, json);
    }

    private static void checkHeaders(String provider, HttpHeaders headers) {
        assertEquals(provider, header(headers, "x-caramba-provider"));
        assertEquals("m", header(headers, "x-caramba-model"));
        assertEquals("1", header(headers, "x-caramba-attempts"));
        assertEquals("bypass", header(headers, "x-caramba-cache"));
    }

    private static String results(String provider, JsonNode results) {
        var seen = new ArrayList<String>();
        var ids = new ArrayList<String>();
        for (var result : results) {
            assertEquals(3, result.size(), result::toString);
            ids.add(result.path("id").asText());
            boolean succeeded = result.path("status").asText().equals("succeeded");
            if (!succeeded) {
                assertEquals("failed", result.path("status").asText());
            }
            seen.add(succeeded ? answer(provider, result.path("result")) : error(result.path("error")));
        }
        assertEquals(List.of("a", "b"), ids);
        return seen.toString();
    }

    /** In the form of {@code /generate}. */
    private static String answer(String provider, JsonNode json) {
        var copy = (ObjectNode) json.deepCopy();
        assertTrue(copy.remove("id").asText().matches("gen_[a-z0-9]+"), json::toString);
        var attempt = (ObjectNode) copy.path("attempts").path(0);
        assertTrue(attempt.remove("latencyMs").isIntegralNumber(), json::toString);
        assertEquals(
                Json.object("{\"text\":\"" + TriggerFixture.TEXT + "\",\"toolCalls\":[],\"finishReason\":\"stop\","
                                + "\"usage\":{\"inputTokens\":5,\"outputTokens\":3},\"provider\":\"" + provider
                                + "\",\"model\":\"m\",\"cached\":false,\"attempts\":[{\"provider\":\"" + provider
                                + "\",\"model\":\"m\",\"outcome\":\"success\",\"status\":200}]}")
                        .orElseThrow()
                        .toString(),
                copy.toString());
        return ANSWER;
    }

    private static String completion(JsonNode json) {
        assertEquals("chat.completion", json.path("object").asText());
        assertEquals("model-1", json.path("model").asText());
        assertEquals(TriggerFixture.TEXT, json.at("/choices/0/message/content").asText());
        assertEquals("stop", json.at("/choices/0/finish_reason").asText());
        assertEquals(5, json.at("/usage/prompt_tokens").asInt());
        assertEquals(3, json.at("/usage/completion_tokens").asInt());
        return ANSWER;
    }

    private static String stream(String provider, HttpResponse<String> response) {
        checkHeaders(provider, response.headers());
        assertEquals(TriggerFixture.TEXT, StreamedText.of(response));
        assertTrue(response.body().contains("\"finish_reason\":\"stop\""), response::body);
        return ANSWER;
    }

    /** Code, place, message and attempts. */
    private static String error(JsonNode error) {
        var names = new TreeSet<String>();
        error.fieldNames().forEachRemaining(names::add);
        assertEquals(new TreeSet<>(List.of("message", "type", "param", "code", "attempts")), names);
        var attempts = StreamSupport.stream(error.path("attempts").spliterator(), false)
                .map(attempt -> attempt.path("outcome").asText() + " "
                        + attempt.path("status").asText())
                .collect(Collectors.joining(", "));
        return error.path("code").asText()
                + (error.path("param").isNull()
                        ? ""
                        : " at " + error.path("param").asText())
                + (attempts.isEmpty() ? "" : " after " + attempts)
                + " (" + error.path("type").asText() + ", "
                + error.path("message").asText() + ")";
    }

    /** The places of the messages in their batch. */
    private static List<String> handedBack(String provider, JsonNode reply) {
        assertEquals(1, reply.size(), reply::toString);
        assertTrue(reply.path("batchItemFailures").isArray(), reply::toString);
        return StreamSupport.stream(reply.path("batchItemFailures").spliterator(), false)
                .peek(item -> assertEquals(1, item.size(), reply::toString))
                .map(item -> item.path("itemIdentifier").asText().replace(provider + "-", ""))
                .sorted()
                .toList();
    }

    private static String header(HttpHeaders headers, String name) {
        return headers.firstValue(name).orElse("");
    }
}

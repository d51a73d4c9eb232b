package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The models of {@link SdkModels} as Anthropic answers. */
final class SdkMessages {

    /** What its count always is. */
    static final int COUNT = 42;

    private SdkMessages() {}

    static Script answer(Received request) {
        if (request.path().endsWith("/count_tokens")) {
            return Script.json(200, Json.object().put("input_tokens", COUNT));
        }
        var body = request.json();
        if (body.path("thread").path("type").asText().equals("continue")) {
            return threadNotFound();
        }
        var model = body.path("model").asText();
        boolean stream = body.path("stream").asBoolean();
        return speech(model, body)
                .map(speech -> MessagesScript.of(speech, stream))
                .orElseGet(() -> failure(model));
    }

    private static Optional<Speech> speech(String model, JsonNode body) {
        return switch (model) {
            case Journey.MODEL -> Optional.of(journey(body).next(model));
            case "structured" -> structured(body);
            default -> SdkModels.speech(model);
        };
    }

    /** A city as a text by the schema that is asked for, or by the one tool that is offered. */
    private static Optional<Speech> structured(JsonNode body) {
        var city = ChatFrames.text(SdkModels.CITY);
        var tool = body.at("/tools/0/name").asText();
        if (!tool.isEmpty()) {
            return Optional.of(Speech.of(new Speech.Call("call_1", tool, city, false)));
        }
        return body.at("/output_config/format/schema").isObject()
                ? Optional.of(Speech.of(new Speech.Text(city)))
                : Optional.empty();
    }

    /** It keeps no threads. */
    private static Script threadNotFound() {
        var body = Json.object().put("type", "error");
        body.putObject("error")
                .put("type", "not_found_error")
                .put("message", "Thread not found.")
                .putObject("details")
                .put("error_code", "thread_not_found");
        return Script.json(404, body);
    }

    private static Script failure(String model) {
        return switch (model) {
            case "bad-request" -> failure(400, "invalid_request_error", "temperature: is too high");
            case "too-long" ->
                failure(400, "invalid_request_error", "prompt is too long: 200082 tokens > 200000 maximum");
            case "limited" -> failure(429, "rate_limit_error", "slow down").header("retry-after", "1");
            case "overloaded" -> failure(529, "overloaded_error", "Overloaded");
            default -> failure(500, "api_error", "broken");
        };
    }

    private static Script failure(int status, String type, String message) {
        var body = Json.object().put("type", "error");
        body.putObject("error").put("type", type).put("message", message);
        return Script.json(status, body);
    }

    private static Journey journey(JsonNode body) {
        var turns = new ArrayList<List<String>>();
        var results = new ArrayList<String>();
        for (var message : body.path("messages")) {
            var calls = new ArrayList<String>();
            for (var block : message.path("content")) {
                switch (block.path("type").asText()) {
                    case "tool_use" ->
                        calls.add(block.path("id").asText() + " "
                                + block.path("name").asText() + " " + block.path("input"));
                    case "tool_result" -> results.add(text(block.path("content")));
                    default -> {
                        // concerns no tool
                    }
                }
            }
            if (!calls.isEmpty()) {
                turns.add(calls);
            }
        }
        if (!turns.isEmpty() && !signed(body)) {
            throw new IllegalArgumentException("the thinking block did not come back: " + body);
        }
        return new Journey(turns, results, body.path("tools").findValuesAsText("name"));
    }

    /** Whether the first turn came back with its thought and signature, before all else. */
    private static boolean signed(JsonNode body) {
        return StreamSupport.stream(body.path("messages").spliterator(), false)
                .filter(message -> message.path("role").asText().equals("assistant"))
                .findFirst()
                .map(message -> message.at("/content/0"))
                .filter(block -> block.path("thinking").asText().equals(Journey.THOUGHT))
                .filter(block -> block.path("signature").asText().equals(MessagesScript.SIGNATURE))
                .isPresent();
    }

    private static String text(JsonNode content) {
        return content.isTextual() ? content.asText() : content.at("/0/text").asText();
    }
}

package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import java.util.Optional;

/** The legacy completions of {@link SdkModels}, by the name of the model. */
final class SdkCompletions {

    private SdkCompletions() {}

    static Script answer(JsonNode body) {
        var stream = body.path("stream").asBoolean();
        return switch (body.path("model").asText()) {
            case "base" -> stream ? stream(body) : whole(body);
            case "base-cut" ->
                Script.sse(
                                piece("Two ", 0, Optional.empty()).toString(),
                                piece("boats ", 0, Optional.empty()).toString())
                        .thenReset();
            default ->
                ChatAnswer.error(
                        404,
                        "invalid_request_error",
                        "This is a chat model and not supported in the v1/completions endpoint.");
        };
    }

    private static Script whole(JsonNode body) {
        var answer = envelope();
        for (int i = 0; i < prompts(body); i++) {
            var choice = piece("Two boats left.", i, Optional.of("stop"))
                    .path("choices")
                    .path(0);
            if (body.path("logprobs").asInt() == 1) {
                ((ObjectNode) choice).set("logprobs", logprobs());
            }
            answer.withArray("choices").add(choice);
        }
        answer.putObject("usage")
                .put("prompt_tokens", 4)
                .put("completion_tokens", 3)
                .put("total_tokens", 7);
        return Script.json(200, answer);
    }

    private static Script stream(JsonNode body) {
        var script = Script.sse();
        for (int i = 0; i < prompts(body); i++) {
            script = script.chunk(event(piece("Two ", i, Optional.empty())))
                    .chunk(event(piece("boats left.", i, Optional.of("stop"))));
        }
        if (body.path("stream_options").path("include_usage").asBoolean()) {
            var last = envelope();
            last.putObject("usage")
                    .put("prompt_tokens", 4)
                    .put("completion_tokens", 3)
                    .put("total_tokens", 7);
            script = script.chunk(event(last));
        }
        return script.chunk("data: [DONE]\n\n");
    }

    private static int prompts(JsonNode body) {
        return body.path("prompt").isArray() && !body.at("/prompt/0").isNumber()
                ? body.path("prompt").size()
                : 1;
    }

    private static String event(ObjectNode piece) {
        return "data: " + piece + "\n\n";
    }

    private static ObjectNode piece(String text, int index, Optional<String> finish) {
        var json = envelope();
        json.withArray("choices")
                .addObject()
                .put("text", text)
                .put("index", index)
                .putNull("logprobs")
                .put("finish_reason", finish.orElse(null));
        return json;
    }

    private static ObjectNode logprobs() {
        var json = Json.object();
        json.putArray("tokens").add("Two");
        json.putArray("token_logprobs").add(-0.25);
        json.putArray("text_offset").add(0);
        return json;
    }

    private static ObjectNode envelope() {
        var json = Json.object()
                .put("id", "cmpl-1")
                .put("object", "text_completion")
                .put("created", 1_795_341_600)
                .put("model", "base-1");
        json.putArray("choices");
        return json;
    }
}

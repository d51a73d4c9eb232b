package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The models of {@link SdkModels} as a server answers that has OpenAI's Responses itself. */
final class SdkResponses {

    private SdkResponses() {}

    static Script answer(Received request) {
        var body = request.json();
        var model = body.path("model").asText();
        boolean stream = body.path("stream").asBoolean();
        return speech(model, body)
                .map(speech -> ResponsesScript.of(speech, "resp_of_upstream_" + request.number(), stream))
                .orElseGet(() -> SdkModels.failure(model));
    }

    private static Optional<Speech> speech(String model, JsonNode body) {
        return switch (model) {
            case Journey.MODEL, Journey.PATCHING -> Optional.of(journey(body).next(model));
            case "structured" -> structured(body);
            default -> SdkModels.speech(model);
        };
    }

    private static Optional<Speech> structured(JsonNode body) {
        var format = body.at("/text/format");
        if (!format.path("type").asText().equals("json_schema")
                || format.path("schema").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Speech.of(new Speech.Text(
                ChatFrames.text(format.path("strict").asBoolean() ? SdkModels.NULLABLE_CITY : SdkModels.CITY))));
    }

    private static Journey journey(JsonNode body) {
        var turns = new ArrayList<List<String>>();
        var results = new ArrayList<String>();
        var before = "";
        for (var item : body.path("input")) {
            var type = item.path("type").asText();
            if (type.equals("function_call") || type.equals("custom_tool_call")) {
                if (!before.equals("call")) {
                    turns.add(new ArrayList<>());
                }
                before = "call";
                turns.get(turns.size() - 1)
                        .add(item.path("call_id").asText() + " "
                                + item.path("name").asText() + " "
                                + item.path(type.equals("custom_tool_call") ? "input" : "arguments")
                                        .asText());
            } else if (type.endsWith("_call_output")) {
                before = type;
                var output = item.path("output");
                results.add(
                        output.isTextual()
                                ? output.asText()
                                : output.at("/0/text").asText());
            }
        }
        return new Journey(turns, results, body.path("tools").findValuesAsText("name"));
    }
}

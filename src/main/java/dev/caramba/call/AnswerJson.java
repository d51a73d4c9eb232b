package dev.caramba.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.error.AttemptJson;
import dev.caramba.format.Json;
import dev.caramba.generation.CacheUse;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import java.util.List;

/** Writes answers in the form of the functions. */
public final class AnswerJson {

    private AnswerJson() {}

    public static ObjectNode of(Answer answer) {
        var json = Json.object().put("id", "gen_" + answer.id()).put("text", answer.text());
        if (!answer.reasoning().isEmpty()) {
            json.put("reasoning", answer.reasoning());
        }
        json.set("toolCalls", toolCalls(answer.functionCalls()));
        json.put("finishReason", answer.finishReason().wireName());
        answer.usage().ifPresent(usage -> json.set("usage", usage(usage)));
        json.put("provider", answer.target().provider())
                .put("model", answer.target().model())
                .put("cached", answer.context().trail().cache() == CacheUse.HIT);
        json.set("attempts", AttemptJson.list(answer.context().trail().attempts()));
        return json;
    }

    private static ArrayNode toolCalls(List<FunctionCall> calls) {
        var list = Json.array();
        for (var call : calls) {
            var json = list.addObject().put("id", call.id()).put("name", call.name());
            json.set("arguments", arguments(call));
            call.extraContent().ifPresent(extra -> json.set("extra_content", extra));
        }
        return list;
    }

    /** Returns the arguments as an object, or as the model's text when that is no JSON object. */
    private static JsonNode arguments(FunctionCall call) {
        return call.argumentsObject().map(JsonNode.class::cast).orElseGet(() -> TextNode.valueOf(call.arguments()));
    }

    private static ObjectNode usage(Usage usage) {
        return Json.object()
                .put("inputTokens", usage.inputTokens().orElse(0))
                .put("outputTokens", usage.outputTokens().orElse(0));
    }
}

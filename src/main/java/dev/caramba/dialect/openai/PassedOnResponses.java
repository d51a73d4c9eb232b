package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;
import java.util.Map;

/** Passes a caller's request for a response on: the texts of its fields, unread and in their order. */
final class PassedOnResponses {

    private static final String INCLUDE = "include";
    private static final String SEALED_THOUGHTS = "reasoning.encrypted_content";
    private static final String EXTRA_CONTENT = "extra_content";

    private PassedOnResponses() {}

    /**
     * Returns the request for the target's model, without what is meant for the product.
     *
     * @param flavour the kind of the server
     */
    static ObjectNode body(GenerationParams params, OriginalRequest request, OpenAiFlavour flavour) {
        var model = params.model().orElseThrow();
        var body = Json.object();
        if (!request.fields().containsKey("model")) {
            body.put("model", model);
        }
        request.fields().forEach((name, json) -> {
            if (name.equals("model")) {
                body.put(name, model);
            } else if (name.equals("stream")) {
                body.put(name, params.stream());
            } else if (name.equals("input") && !flavour.takesExtraContent() && json.contains(EXTRA_CONTENT)) {
                body.set(name, withoutExtraContent(json));
            } else if (!PassedOnRequest.OURS.contains(name)) {
                body.putRawValue(name, new RawValue(json));
            }
        });
        if (flavour.hostsReasoningModels() && ReasoningModels.include(model) && isKept(request.fields())) {
            includeThoughts(body, request.fields());
        }
        return params.stream() ? body.put("stream", true) : body;
    }

    /** Returns the items without what another maker signed, which OpenAI refuses. */
    private static JsonNode withoutExtraContent(String json) {
        var input = Json.parse(json).orElseGet(Json::array);
        input.forEach(item -> {
            if (item instanceof ObjectNode object) {
                object.remove(EXTRA_CONTENT);
            }
        });
        return input;
    }

    /** Returns whether the caller may come back to the answer, by OpenAI's default too. */
    private static boolean isKept(Map<String, String> fields) {
        return !fields.getOrDefault("store", "true").equals("false");
    }

    /** Asks for the thoughts in a form that can be said again: another request is to go on with them. */
    private static void includeThoughts(ObjectNode body, Map<String, String> fields) {
        var asked = Json.parse(fields.getOrDefault(INCLUDE, "[]"))
                .filter(JsonNode::isArray)
                .map(ArrayNode.class::cast)
                .orElseGet(Json::array);
        for (var name : asked) {
            if (name.asText().equals(SEALED_THOUGHTS)) {
                return;
            }
        }
        body.set(INCLUDE, asked.add(SEALED_THOUGHTS));
    }
}

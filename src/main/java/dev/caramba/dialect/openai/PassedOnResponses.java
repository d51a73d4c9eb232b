package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;

/** Passes a caller's request for a response on: the texts of its fields, unread and in their order. */
final class PassedOnResponses {

    private PassedOnResponses() {}

    /** Returns the request for the target's model, without what is meant for the product. */
    static ObjectNode body(GenerationParams params, OriginalRequest request) {
        var body = Json.object();
        if (!request.fields().containsKey("model")) {
            body.put("model", params.model().orElseThrow());
        }
        request.fields().forEach((name, json) -> {
            if (name.equals("model")) {
                body.put(name, params.model().orElseThrow());
            } else if (name.equals("stream")) {
                body.put(name, params.stream());
            } else if (!PassedOnRequest.OURS.contains(name)) {
                body.putRawValue(name, new RawValue(json));
            }
        });
        return params.stream() ? body.put("stream", true) : body;
    }
}

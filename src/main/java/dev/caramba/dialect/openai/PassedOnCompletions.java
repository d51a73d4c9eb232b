package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;

/** Passes a caller's request for a legacy completion on: the texts of its fields, unread and in their order. */
final class PassedOnCompletions {

    private static final String STREAM_OPTIONS = "stream_options";
    private static final String INCLUDE_USAGE = "include_usage";

    private PassedOnCompletions() {}

    /**
     * Returns the request for the target's model, without what is meant for the product. A stream is asked for its usage,
     * which the caller gets only if it asked too.
     *
     * @param streamOptions whether the server knows {@code stream_options}
     */
    static ObjectNode body(GenerationParams params, OriginalRequest request, boolean streamOptions) {
        var model = params.model().orElseThrow();
        boolean asksForUsage = params.stream() && streamOptions;
        var body = Json.object();
        if (!request.fields().containsKey("model")) {
            body.put("model", model);
        }
        request.fields().forEach((name, json) -> {
            if (name.equals("model")) {
                body.put(name, model);
            } else if (name.equals("stream")) {
                body.put(name, params.stream());
            } else if (name.equals(STREAM_OPTIONS) && asksForUsage) {
                body.set(name, Json.object(json).orElseGet(Json::object).put(INCLUDE_USAGE, true));
            } else if (!name.equals(STREAM_OPTIONS) && !PassedOnRequest.OURS.contains(name)) {
                body.putRawValue(name, new RawValue(json));
            }
        });
        if (params.stream()) {
            body.put("stream", true);
        }
        if (asksForUsage && !body.has(STREAM_OPTIONS)) {
            body.putObject(STREAM_OPTIONS).put(INCLUDE_USAGE, true);
        }
        return body;
    }
}

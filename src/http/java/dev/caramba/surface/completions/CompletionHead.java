package dev.caramba.surface.completions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;

/** The fields of a completion beside its choices. */
final class CompletionHead {

    private CompletionHead() {}

    /**
     * Returns them as a provider tells them, else as ours.
     *
     * @param told the answer or its first piece
     * @param created our own time of it, in seconds since 1970
     * @param model the model of the answering target
     */
    static ObjectNode of(JsonNode told, String id, long created, String model) {
        var head = Json.object().put("id", word(told, "id", id)).put("object", "text_completion");
        var time = told.path("created");
        head.set("created", time.isIntegralNumber() ? time : LongNode.valueOf(created));
        return head.put("model", word(told, "model", model));
    }

    private static String word(JsonNode told, String name, String otherwise) {
        var text = told.path(name).asText();
        return text.isEmpty() ? otherwise : text;
    }
}

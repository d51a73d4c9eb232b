package dev.caramba.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;
import java.util.Iterator;
import java.util.regex.Pattern;

/**
 * Passes the caller's own request on: the texts of its fields, unread and in their order. Anthropic's prompt cache goes
 * by prefix and its signatures cover whole blocks, so a changed byte costs the cache or the request. Only the model's
 * name is replaced, and what other providers have left in the history is brought into a form that Anthropic accepts:
 * thoughts that nobody has signed are taken out, and the ids of calls lose the characters that it refuses.
 */
final class PassedOnMessages {

    private static final String MESSAGES = "messages";
    private static final String STREAM = "stream";
    private static final Pattern NOT_IN_IDS = Pattern.compile("[^a-zA-Z0-9_-]");

    private PassedOnMessages() {}

    static ObjectNode body(GenerationParams params, OriginalRequest request) {
        var body = Json.object();
        var model = params.model().orElseThrow();
        var fields = request.fields();
        if (!fields.containsKey("model")) {
            body.put("model", model);
        }
        fields.forEach((name, json) -> {
            switch (name) {
                case "model" -> body.put("model", model);
                case MESSAGES -> body.set(MESSAGES, Json.object().rawValueNode(new RawValue(accepted(json))));
                default -> body.putRawValue(name, new RawValue(json));
            }
        });
        boolean streams = fields.getOrDefault(STREAM, "false").equals("true");
        if (params.stream() != streams) {
            body.put(STREAM, params.stream());
        }
        return body;
    }

    /** Returns the messages as they came, unless they hold something that Anthropic would refuse. */
    private static String accepted(String json) {
        if (!json.contains("\"thinking\"") && !json.contains("\"tool_use\"") && !json.contains("\"tool_use_id\"")) {
            return json;
        }
        return Json.parse(json)
                .filter(ArrayNode.class::isInstance)
                .map(ArrayNode.class::cast)
                .filter(PassedOnMessages::change)
                .map(Json::write)
                .orElse(json);
    }

    /** Changes what Anthropic would refuse. Returns whether there was anything. */
    private static boolean change(ArrayNode messages) {
        boolean changed = false;
        for (var each = messages.elements(); each.hasNext(); ) {
            if (each.next().path("content") instanceof ArrayNode blocks) {
                int before = blocks.size();
                changed |= changeBlocks(blocks.elements());
                if (blocks.isEmpty() && before > 0) {
                    each.remove(); // it refuses a message that says nothing
                }
            }
        }
        return changed;
    }

    private static boolean changeBlocks(Iterator<JsonNode> blocks) {
        boolean changed = false;
        while (blocks.hasNext()) {
            var block = blocks.next();
            switch (block.path("type").asText()) {
                case "thinking" -> {
                    if (block.path("signature").asText().isEmpty()) {
                        blocks.remove();
                        changed = true;
                    }
                }
                case "tool_use" -> changed |= cleanId((ObjectNode) block, "id");
                case "tool_result" -> changed |= cleanId((ObjectNode) block, "tool_use_id");
                default -> {
                    // passed on as it is
                }
            }
        }
        return changed;
    }

    private static boolean cleanId(ObjectNode block, String field) {
        var id = block.path(field).asText();
        var clean = NOT_IN_IDS.matcher(id).replaceAll("_");
        if (clean.equals(id)) {
            return false;
        }
        block.put(field, clean);
        return true;
    }
}

package dev.caramba.surface.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.Answer;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.prompt.WireFormat;
import java.util.Optional;

/** Writes a complete answer as one message: the provider's own where it spoke this format, else the joined pieces. */
final class WholeMessage {

    private final StringBuilder input = new StringBuilder();
    private ObjectNode message = Json.object();

    private WholeMessage() {}

    static ObjectNode of(Answer answer, MessagePieces pieces) {
        return told(answer).orElseGet(() -> joined(answer, pieces));
    }

    private static Optional<ObjectNode> told(Answer answer) {
        return answer.events().stream()
                .reduce((earlier, later) -> later)
                .flatMap(last -> last.original(WireFormat.MESSAGES))
                .map(Original::json)
                .filter(json -> json.path("content").isArray());
    }

    private static ObjectNode joined(Answer answer, MessagePieces pieces) {
        var whole = new WholeMessage();
        for (var event : answer.events()) {
            var brought = event instanceof Event.Done done ? pieces.end(done) : pieces.of(event);
            brought.forEach(whole::add);
        }
        return whole.message;
    }

    private void add(ObjectNode piece) {
        switch (piece.path("type").asText()) {
            case "message_start" -> {
                message = piece.path("message").deepCopy();
                message.putArray("content");
            }
            case "content_block_start" ->
                content().add(piece.path("content_block").deepCopy());
            case "content_block_delta" -> extend(piece.path("delta"));
            case "content_block_stop" -> takeInput();
            case "message_delta" -> {
                piece.properties().stream()
                        .filter(field -> !field.getKey().equals("type")
                                && !field.getKey().equals("delta")
                                && !field.getKey().equals("usage"))
                        .forEach(field -> message.set(field.getKey(), field.getValue()));
                piece.path("delta").properties().forEach(field -> message.set(field.getKey(), field.getValue()));
                piece.path("usage").properties().stream()
                        .filter(field -> !field.getValue().isNull())
                        .forEach(field -> message.withObjectProperty("usage").set(field.getKey(), field.getValue()));
            }
            default -> {
                // concerns streams alone
            }
        }
    }

    private ArrayNode content() {
        return message.withArrayProperty("content");
    }

    private void extend(JsonNode delta) {
        var block = (ObjectNode) content().get(content().size() - 1);
        switch (delta.path("type").asText()) {
            case "text_delta" -> append(block, delta, "text");
            case "thinking_delta" -> append(block, delta, "thinking");
            case "signature_delta" -> append(block, delta, "signature");
            case "input_json_delta" -> input.append(delta.path("partial_json").asText());
            case "citations_delta" -> citations(block).add(delta.path("citation"));
            default -> {
                // of a kind of block whose whole is not known
            }
        }
    }

    private static ArrayNode citations(ObjectNode block) {
        return block.path("citations") instanceof ArrayNode list ? list : block.putArray("citations");
    }

    private static void append(ObjectNode block, JsonNode delta, String field) {
        block.put(field, block.path(field).asText("") + delta.path(field).asText());
    }

    /** Puts the joined arguments into their block. Text that is no JSON object becomes a field of one. */
    private void takeInput() {
        if (input.isEmpty()) {
            return;
        }
        var text = input.toString();
        input.setLength(0);
        var block = (ObjectNode) content().get(content().size() - 1);
        block.set("input", Json.object(text).orElseGet(() -> Json.object().put("arguments", text)));
    }
}

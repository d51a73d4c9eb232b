package dev.caramba.surface.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.prompt.WireFormat;
import dev.caramba.surface.PieceJoiner;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Joins the pieces of a stream to whole messages, one for each choice. */
final class ChatMessage {

    private static final Set<String> OF_CHUNKS = Set.of("choices", "usage", "obfuscation");

    private final Map<Integer, ObjectNode> choices = new TreeMap<>();
    private Optional<ObjectNode> head = Optional.empty();
    private Optional<Original> last = Optional.empty();

    ChatMessage() {
        choice(0);
    }

    void add(Event event) {
        var original = event.original(WireFormat.CHAT);
        if (original.isPresent()) {
            if (last.filter(before -> before == original.get()).isEmpty()) {
                piece(original.get().json());
            }
            last = original;
        } else if (event instanceof Event.ToolCall call) {
            addCall(call);
        } else if (!(event instanceof Event.ToolCallStart) && !(event instanceof Event.ToolCallArguments)) {
            Deltas.of(event).ifPresent(delta -> PieceJoiner.join(message(choice(0)), delta));
        }
    }

    /** Returns the fields beside the choices; empty when no piece has told any. */
    Optional<ObjectNode> head() {
        return head;
    }

    /** Returns the choices. */
    ArrayNode choices(String finishReason) {
        var list = Json.array();
        choices.forEach((index, choice) -> {
            var message = message(choice);
            if (message.properties().stream().allMatch(field -> saysNothing(field.getKey(), field.getValue()))) {
                message.put("content", "");
            }
            if (!message.has("annotations")) {
                message.putArray("annotations");
            }
            if (!choice.has("logprobs")) {
                choice.putNull("logprobs");
            }
            if (!choice.hasNonNull("finish_reason")) {
                choice.put("finish_reason", finishReason);
            }
            for (var call : message.path("tool_calls")) {
                ((ObjectNode) call).remove("index");
            }
            list.add(choice);
        });
        return list;
    }

    private static boolean saysNothing(String field, JsonNode value) {
        return field.equals("role") || value.isNull() || value.isContainerNode() && value.isEmpty();
    }

    private void piece(ObjectNode json) {
        for (var given : json.path("choices")) {
            var choice = choice(given.path("index").asInt());
            given.properties().stream()
                    .filter(field ->
                            !field.getKey().equals("delta") && !field.getValue().isNull())
                    .forEach(field -> PieceJoiner.join(choice, field));
            if (given.path("delta") instanceof ObjectNode delta) {
                PieceJoiner.join(message(choice), delta);
            }
        }
        var fields = head.orElseGet(Json::object);
        json.properties().stream()
                .filter(field ->
                        !OF_CHUNKS.contains(field.getKey()) && !field.getValue().isNull())
                .forEach(field -> fields.set(field.getKey(), field.getValue()));
        head = Optional.of(fields);
    }

    private ObjectNode choice(int index) {
        return choices.computeIfAbsent(index, number -> {
            var choice = Json.object().put("index", number);
            choice.putObject("message")
                    .put("role", "assistant")
                    .putNull("content")
                    .putNull("refusal");
            return choice;
        });
    }

    private static ObjectNode message(ObjectNode choice) {
        return (ObjectNode) choice.get("message");
    }

    /** Adds a whole call, unless its pieces were added before. */
    private void addCall(Event.ToolCall call) {
        var message = message(choice(0));
        var calls = message.path("tool_calls") instanceof ArrayNode list ? list : message.putArray("tool_calls");
        for (var known : calls) {
            if (known.path("index").asInt(-1) == call.index()) {
                return;
            }
        }
        CompletionJson.describe(calls.addObject().put("index", call.index()), call.function());
    }
}

package dev.caramba.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.dialect.FinishReasons;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ObjectStreamDecoder;
import dev.caramba.dialect.ToolCalls;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Decodes one answer of Anthropic: the beginning of a message, then pieces of its blocks, then what concerns the whole
 * message. It skips pings, thoughts and unknown events.
 */
final class AnthropicAnswer implements ObjectStreamDecoder.Answer {

    private final ToolCalls calls = new ToolCalls();
    private final Map<Long, OpenCall> open = new TreeMap<>();
    private final AnthropicUsage usage = new AnthropicUsage();
    private Optional<Event.Start> start = Optional.empty();
    private Optional<FinishReason> finish = Optional.empty();

    /** Returns the events of an answer that was not streamed. It is complete even without a finish reason. */
    static List<Event> whole(ObjectNode message) {
        AnthropicErrors.throwIfFailed(message, message.path("type").asText());
        var blocks = message.path("content");
        if (!blocks.isArray()) {
            throw MalformedAnswer.because("it has no content");
        }
        var answer = new AnthropicAnswer();
        var events = new ArrayList<>(answer.start(message));
        answer.usage.take(message.path("usage"));
        for (var block : blocks) {
            events.addAll(answer.block(OptionalLong.empty(), block));
        }
        answer.finish = reasonOf(message);
        events.addAll(answer.done());
        return events;
    }

    @Override
    public List<Event> next(String name, ObjectNode event) {
        var type = JsonFields.text(event, "type").orElse(name);
        AnthropicErrors.throwIfFailed(event, type);
        return switch (type) {
            case "message_start" -> start(event.path("message"));
            case "content_block_start" -> block(JsonFields.integer(event, "index"), event.path("content_block"));
            case "content_block_delta" -> delta(JsonFields.integer(event, "index"), event.path("delta"));
            case "message_delta" -> messageDelta(event);
            case "message_stop" -> done();
            default -> List.of();
        };
    }

    @Override
    public Optional<Usage> usage() {
        return usage.total();
    }

    @Override
    public boolean finished() {
        return finish.isPresent();
    }

    @Override
    public List<Event> done() {
        requireStart();
        var reason = finish.orElse(FinishReason.OTHER);
        var events = new ArrayList<>(giveOutCalls(reason));
        events.add(new Event.Done(FinishReasons.shown(reason, calls), usage.total()));
        return events;
    }

    private List<Event> start(JsonNode message) {
        if (!message.isObject()) {
            throw MalformedAnswer.because("it begins without a message");
        }
        usage.takeInput(message.path("usage"));
        if (start.isPresent()) {
            return List.of();
        }
        start = Optional.of(new Event.Start(JsonFields.text(message, "id"), JsonFields.text(message, "model")));
        return List.of(start.get());
    }

    /**
     * Decodes the beginning of a block, or a complete block when there is no index. It skips thoughts and unknown
     * blocks.
     */
    private List<Event> block(OptionalLong index, JsonNode block) {
        requireStart();
        if (!block.isObject()) {
            throw MalformedAnswer.because("a block is no object");
        }
        var type = block.path("type").asText();
        if (type.equals("text")) {
            return chunk(block.path("text"));
        }
        if (type.equals("tool_use")) {
            var call = new OpenCall(
                    JsonFields.text(block, "id").orElse(""),
                    JsonFields.text(block, "name").orElse(""),
                    block.path("input"),
                    new StringBuilder());
            if (index.isEmpty()) {
                close(call);
            } else {
                Optional.ofNullable(open.put(index.getAsLong(), call)).ifPresent(this::close);
            }
        }
        return List.of();
    }

    /** Decodes a piece of a block. */
    private List<Event> delta(OptionalLong index, JsonNode delta) {
        requireStart();
        if (!delta.isObject()) {
            throw MalformedAnswer.because("a delta is no object");
        }
        var type = delta.path("type").asText();
        if (type.equals("text_delta")) {
            return chunk(delta.path("text"));
        }
        if (type.equals("input_json_delta")) {
            // Some of the skipped blocks have input too.
            Optional.ofNullable(open.get(index.orElse(-1)))
                    .ifPresent(call ->
                            call.pieces.append(delta.path("partial_json").asText()));
        }
        return List.of();
    }

    /** Decodes what concerns the whole message. */
    private List<Event> messageDelta(JsonNode json) {
        requireStart();
        usage.take(json.path("usage"));
        finish = reasonOf(json.path("delta")).or(() -> finish);
        return finish.map(this::giveOutCalls).orElse(List.of());
    }

    private void requireStart() {
        if (start.isEmpty()) {
            throw MalformedAnswer.because("it does not begin with a message");
        }
    }

    private static List<Event> chunk(JsonNode text) {
        if (!text.isTextual()) {
            throw MalformedAnswer.because("a text block has no text");
        }
        return text.textValue().isEmpty() ? List.of() : List.of(new Event.Chunk(text.textValue()));
    }

    private static Optional<FinishReason> reasonOf(JsonNode node) {
        return JsonFields.text(node, "stop_reason").map(FinishReasons::of);
    }

    private List<Event> giveOutCalls(FinishReason reason) {
        open.values().forEach(this::close);
        open.clear();
        var identity = start.flatMap(Event.Start::id).orElse("");
        return calls.giveOut(reason, identity);
    }

    private void close(OpenCall call) {
        calls.whole(call.id, call.name, call.arguments(), Optional.empty());
    }

    /** A call whose arguments may come in pieces. In this case its initial input is empty. */
    private record OpenCall(String id, String name, JsonNode input, StringBuilder pieces) {

        JsonNode arguments() {
            boolean hasInput = input.isContainerNode() && (pieces.isEmpty() || !input.isEmpty());
            return hasInput ? input : TextNode.valueOf(pieces.toString());
        }
    }
}

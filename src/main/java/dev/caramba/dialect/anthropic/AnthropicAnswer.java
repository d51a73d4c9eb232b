package dev.caramba.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.Annotations;
import dev.caramba.dialect.FinishReasons;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ObjectStreamDecoder;
import dev.caramba.dialect.ToolCalls;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.Seal;
import dev.caramba.prompt.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decodes one answer of Anthropic: the beginning of a message, then pieces of its blocks, then what concerns the whole
 * message. The events carry the pieces, known to the product or not, for callers who speak this format too. What
 * concerns the whole message is carried by the last event.
 */
final class AnthropicAnswer implements ObjectStreamDecoder.Answer {

    /** The format of Anthropic's seals, as clients of other wire formats name it. */
    static final String SEAL = "anthropic-claude-v1";

    /** Blocks whose content follows in deltas. */
    private static final Set<String> EMPTY_AT_FIRST = Set.of("text", "thinking", "tool_use", "server_tool_use");

    private final ToolCalls calls = new ToolCalls();
    private int thoughts;
    private final AnthropicUsage usage = new AnthropicUsage();
    private Optional<Event.Start> start = Optional.empty();
    private Optional<FinishReason> finish = Optional.empty();
    private Optional<ObjectNode> end = Optional.empty();

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
        for (int i = 0; i < blocks.size(); i++) {
            events.addAll(answer.wholeBlock(i, blocks.get(i)));
        }
        answer.finish = reasonOf(message);
        answer.end = Optional.of(message);
        events.addAll(answer.done());
        return events;
    }

    @Override
    public List<Event> next(String name, ObjectNode event) {
        var type = JsonFields.text(event, "type").orElse(name);
        AnthropicErrors.throwIfFailed(event, type);
        if (type.isEmpty()) {
            return List.of();
        }
        event.put("type", type);
        return switch (type) {
            case "message_start" -> begun(event);
            case "content_block_start" -> block(event);
            case "content_block_delta" -> delta(event);
            case "message_delta" -> messageDelta(event);
            case "message_stop" -> done();
            // the start of the answer comes first
            default -> start.isPresent() ? List.of(piece(false, event)) : List.of();
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
        events.add(new Event.Done(FinishReasons.shown(reason, calls), usage.total())
                .from(end.map(AnthropicAnswer::original)));
        return events;
    }

    private List<Event> begun(ObjectNode event) {
        var events = new ArrayList<>(start(event.path("message")));
        if (!events.isEmpty()) {
            events.add(piece(false, event));
        }
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

    /** Decodes a complete block. What the events do not say of it is carried as a piece of a stream. */
    private List<Event> wholeBlock(int index, JsonNode block) {
        var events = new ArrayList<>(decoded(OptionalLong.empty(), block));
        for (var citation : block.path("citations")) {
            events.addAll(cited(index, citation));
        }
        boolean unknown = !Set.of("text", "thinking", "redacted_thinking", "tool_use")
                .contains(block.path("type").asText());
        if (unknown) {
            var event = Json.object().put("type", "content_block_start").put("index", index);
            event.set("content_block", block);
            events.add(piece(true, event));
            events.add(
                    piece(false, Json.object().put("type", "content_block_stop").put("index", index)));
        }
        return events;
    }

    private List<Event> cited(int index, JsonNode citation) {
        var event = Json.object().put("type", "content_block_delta").put("index", index);
        event.putObject("delta").put("type", "citations_delta").set("citation", citation);
        return Stream.concat(citation(citation).stream(), Stream.of(piece(true, event)))
                .toList();
    }

    /** Decodes the beginning of a block. */
    private List<Event> block(ObjectNode event) {
        var block = event.path("content_block");
        var events = decoded(JsonFields.integer(event, "index"), block);
        return carried(
                events, event, !EMPTY_AT_FIRST.contains(block.path("type").asText()));
    }

    /** Decodes a block, which is complete when there is no index. */
    private List<Event> decoded(OptionalLong index, JsonNode block) {
        requireStart();
        if (!block.isObject()) {
            throw MalformedAnswer.because("a block is no object");
        }
        return switch (block.path("type").asText()) {
            case "text" -> chunk(block.path("text"));
            case "thinking" -> thinking(block);
            case "redacted_thinking" -> sealed(new Seal(SEAL, Optional.empty(), JsonFields.text(block, "data")));
            case "tool_use" -> call(index, block);
            default -> List.of();
        };
    }

    private List<Event> thinking(JsonNode block) {
        thoughts++;
        var seal = signature(block);
        var text = block.path("thinking").asText();
        return text.isEmpty() && seal.isEmpty() ? List.of() : List.of(new Event.Reasoning(thoughts - 1, text, seal));
    }

    private List<Event> sealed(Seal seal) {
        thoughts++;
        return List.of(new Event.Reasoning(thoughts - 1, "", Optional.of(seal)));
    }

    private List<Event> call(OptionalLong index, JsonNode block) {
        var id = JsonFields.text(block, "id").orElse("");
        var name = JsonFields.text(block, "name").orElse("");
        var input = block.path("input");
        if (index.isEmpty()) {
            calls.whole(id, name, input.isContainerNode() ? input : Json.object(), Optional.empty());
            return List.of();
        }
        var events = new ArrayList<>(calls.begin(index.getAsLong(), id, name, identity()));
        if (input.isContainerNode() && !input.isEmpty()) {
            events.addAll(calls.arguments(index.getAsLong(), Json.write(input), identity()));
        }
        return events;
    }

    /** Decodes a piece of a block. Some of the unknown blocks have input too. */
    private List<Event> delta(ObjectNode event) {
        requireStart();
        var index = JsonFields.integer(event, "index");
        var delta = event.path("delta");
        if (!delta.isObject()) {
            throw MalformedAnswer.because("a delta is no object");
        }
        return switch (delta.path("type").asText()) {
            case "text_delta" -> carried(chunk(delta.path("text")), event, false);
            case "thinking_delta" -> carried(thought(delta.path("thinking").asText(), Optional.empty()), event, false);
            case "signature_delta" -> carried(thought("", signature(delta)), event, false);
            case "input_json_delta" -> {
                var text = delta.path("partial_json").asText();
                yield carried(calls.arguments(index.orElse(-1), text, identity()), event, !text.isEmpty());
            }
            case "citations_delta" ->
                Stream.concat(citation(delta.path("citation")).stream(), Stream.of(piece(true, event)))
                        .toList();
            default -> List.of(piece(true, event));
        };
    }

    private static Optional<Seal> signature(JsonNode of) {
        return JsonFields.text(of, "signature").map(text -> new Seal(SEAL, Optional.of(text), Optional.empty()));
    }

    private List<Event> thought(String text, Optional<Seal> seal) {
        return text.isEmpty() && seal.isEmpty()
                ? List.of()
                : List.of(new Event.Reasoning(Math.max(0, thoughts - 1), text, seal));
    }

    /** Gives out a citation of a page; the other kinds cite the caller's own documents. */
    private static List<Event> citation(JsonNode citation) {
        return JsonFields.text(citation, "url")
                .map(url -> Annotations.citation(
                        OptionalLong.empty(), OptionalLong.empty(), url, JsonFields.text(citation, "title")))
                .map(List::of)
                .orElse(List.of());
    }

    /** Decodes what concerns the whole message. The newest of several counts. */
    private List<Event> messageDelta(ObjectNode event) {
        requireStart();
        usage.take(event.path("usage"));
        finish = reasonOf(event.path("delta")).or(() -> finish);
        end = Optional.of(event);
        return finish.map(this::giveOutCalls).orElse(List.of());
    }

    /** Makes the events carry the piece; where there are none, an event of its own does. */
    private static List<Event> carried(List<Event> events, ObjectNode json, boolean content) {
        if (events.isEmpty()) {
            return List.of(piece(content, json));
        }
        var original = Optional.of(original(json));
        return events.stream().map(event -> event.from(original)).toList();
    }

    private static Event piece(boolean content, ObjectNode json) {
        return new Event.Other(content, original(json));
    }

    private static Original original(ObjectNode json) {
        return new Original(WireFormat.MESSAGES, json);
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
        return calls.giveOut(reason, identity());
    }

    private String identity() {
        return start.flatMap(Event.Start::id).orElse("");
    }
}

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
import dev.caramba.generation.Usage;
import dev.caramba.prompt.Seal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decodes one answer of Anthropic: the beginning of a message, then pieces of its blocks, then what concerns the whole
 * message. It skips pings and unknown events.
 */
final class AnthropicAnswer implements ObjectStreamDecoder.Answer {

    /** The format of Anthropic's seals, as clients of other wire formats name it. */
    static final String SEAL = "anthropic-claude-v1";

    private final ToolCalls calls = new ToolCalls();
    private int thoughts;
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

    /** Decodes the beginning of a block, or a complete block when there is no index. It skips unknown blocks. */
    private List<Event> block(OptionalLong index, JsonNode block) {
        requireStart();
        if (!block.isObject()) {
            throw MalformedAnswer.because("a block is no object");
        }
        return switch (block.path("type").asText()) {
            case "text" -> withCitations(chunk(block.path("text")), block.path("citations"));
            case "thinking" -> thinking(block);
            case "redacted_thinking" -> sealed(new Seal(SEAL, Optional.empty(), JsonFields.text(block, "data")));
            case "tool_use" -> call(index, block);
            default -> List.of();
        };
    }

    private List<Event> thinking(JsonNode block) {
        thoughts++;
        var seal = JsonFields.text(block, "signature").map(text -> new Seal(SEAL, Optional.of(text), Optional.empty()));
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

    /** Decodes a piece of a block. Some of the skipped blocks have input too. */
    private List<Event> delta(OptionalLong index, JsonNode delta) {
        requireStart();
        if (!delta.isObject()) {
            throw MalformedAnswer.because("a delta is no object");
        }
        return switch (delta.path("type").asText()) {
            case "text_delta" -> chunk(delta.path("text"));
            case "thinking_delta" -> thought(delta.path("thinking").asText(), Optional.empty());
            case "signature_delta" ->
                thought(
                        "",
                        JsonFields.text(delta, "signature")
                                .map(text -> new Seal(SEAL, Optional.of(text), Optional.empty())));
            case "input_json_delta" ->
                calls.arguments(index.orElse(-1), delta.path("partial_json").asText(), identity());
            case "citations_delta" -> citation(delta.path("citation"));
            default -> List.of();
        };
    }

    private List<Event> thought(String text, Optional<Seal> seal) {
        return text.isEmpty() && seal.isEmpty()
                ? List.of()
                : List.of(new Event.Reasoning(Math.max(0, thoughts - 1), text, seal));
    }

    private static List<Event> withCitations(List<Event> text, JsonNode citations) {
        var events = new ArrayList<>(text);
        citations.forEach(citation -> events.addAll(citation(citation)));
        return events;
    }

    /** Gives out a citation of a page; the other kinds cite the caller's own documents. */
    private static List<Event> citation(JsonNode citation) {
        return JsonFields.text(citation, "url")
                .map(url -> Annotations.citation(
                        OptionalLong.empty(), OptionalLong.empty(), url, JsonFields.text(citation, "title")))
                .map(List::of)
                .orElse(List.of());
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
        return calls.giveOut(reason, identity());
    }

    private String identity() {
        return start.flatMap(Event.Start::id).orElse("");
    }
}

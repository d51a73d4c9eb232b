package dev.caramba.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.Annotations;
import dev.caramba.dialect.FinishReasons;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ObjectStreamDecoder;
import dev.caramba.dialect.TokenUsage;
import dev.caramba.dialect.ToolCalls;
import dev.caramba.dialect.error.CommonErrors;
import dev.caramba.dialect.error.ErrorBody;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Decodes one answer of Cohere. A tool plan is what the model thinks before it calls tools. */
final class CohereAnswer implements ObjectStreamDecoder.Answer {

    private final ToolCalls calls = new ToolCalls();
    private Optional<String> id = Optional.empty();
    private boolean started;

    /** Returns the events of an answer that was not streamed. */
    static List<Event> whole(ObjectNode whole) {
        var message = whole.path("message");
        if (!message.isObject()) {
            throw failureIn(whole).orElseThrow(() -> MalformedAnswer.because("it has no message"));
        }
        var answer = new CohereAnswer();
        answer.id = JsonFields.text(whole, "id");
        var events = answer.started();
        JsonFields.text(message, "tool_plan").map(Event.Reasoning::new).ifPresent(events::add);
        events.addAll(contentOf(message));
        message.path("citations").forEach(citation -> events.addAll(citation(citation)));
        ToolCalls.in(message).forEach(answer.calls::whole);
        events.addAll(answer.end(whole));
        return events;
    }

    @Override
    public List<Event> next(String name, ObjectNode event) {
        id = id.or(() -> JsonFields.text(event, "id"));
        var type = JsonFields.text(event, "type").orElse(name);
        var message = event.path("delta").path("message");
        return switch (type) {
            case "message-start" -> started();
            case "content-start", "content-delta" -> with(block(message.path("content")));
            case "tool-plan-delta" ->
                with(JsonFields.text(message, "tool_plan")
                        .map(text -> List.<Event>of(new Event.Reasoning(text)))
                        .orElse(List.of()));
            case "citation-start" -> with(citation(message.path("citations")));
            case "tool-call-start", "tool-call-delta" -> callFragment(event, message.path("tool_calls"));
            case "message-end" -> end(event.path("delta"));
            case "", "message", "error" ->
                throw failureIn(event).orElseThrow(() -> MalformedAnswer.because("an event has no type"));
            default -> List.of();
        };
    }

    private List<Event> started() {
        var events = new ArrayList<Event>();
        if (!started) {
            started = true;
            events.add(new Event.Start(id, Optional.empty()));
        }
        return events;
    }

    private List<Event> with(List<Event> content) {
        if (content.isEmpty()) {
            return content;
        }
        var events = started();
        events.addAll(content);
        return events;
    }

    /** Adds a fragment of a call. Its index is beside the message. */
    private List<Event> callFragment(JsonNode event, JsonNode call) {
        if (!call.isObject()) {
            throw MalformedAnswer.because("a tool call is not an object");
        }
        var fragment = ((ObjectNode) call.deepCopy()).set("index", event.get("index"));
        return with(calls.fragment(fragment, id.orElse(""))
                .map(ToolCalls.Piece::events)
                .orElse(List.of()));
    }

    /** Gives out one annotation for each source of a citation. */
    private static List<Event> citation(JsonNode citation) {
        var events = new ArrayList<Event>();
        for (var source : citation.path("sources")) {
            var id = JsonFields.text(source, "id").orElse("");
            var document = source.path("document");
            events.add(Annotations.citation(
                    JsonFields.integer(citation, "start"),
                    JsonFields.integer(citation, "end"),
                    JsonFields.text(document, "url").orElse(id),
                    JsonFields.text(document, "title").or(() -> Optional.of(id))));
        }
        return events;
    }

    private List<Event> end(JsonNode end) {
        if (!end.isObject()) {
            throw MalformedAnswer.because("it does not say why it ends");
        }
        var reported = JsonFields.text(end, "finish_reason").orElse("");
        if (reported.equals("ERROR") || reported.equals("TIMEOUT")) {
            throw broken(end, reported).asException();
        }
        var reason = FinishReasons.of(reported);
        var events = started();
        events.addAll(calls.giveOut(reason, id.orElse("")));
        events.add(new Event.Done(FinishReasons.shown(reason, calls), usageOf(end.path("usage"))));
        return events;
    }

    private static Failure broken(JsonNode end, String reported) {
        var error = ErrorBody.of(end);
        return reported.equals("TIMEOUT")
                ? CommonErrors.failure(FailureKind.TIMEOUT, error, OptionalInt.empty())
                : CommonErrors.inBand(error);
    }

    /** Returns the failure that an object reports when it is no part of an answer. */
    private static Optional<RuntimeException> failureIn(JsonNode json) {
        return Optional.of(ErrorBody.of(json))
                .filter(error -> error.message().isPresent())
                .map(error -> CommonErrors.inBand(error).asException());
    }

    private static List<Event> contentOf(JsonNode message) {
        var content = message.path("content");
        if (!content.isArray() && !content.isNull() && !content.isMissingNode()) {
            throw MalformedAnswer.because("the content is no list");
        }
        var events = new ArrayList<Event>();
        var text = new StringBuilder();
        for (var block : content) {
            for (var event : block(block)) {
                if (event instanceof Event.Chunk chunk) {
                    text.append(chunk.text());
                } else {
                    events.add(event);
                }
            }
        }
        if (!text.isEmpty()) {
            events.add(new Event.Chunk(text.toString()));
        }
        return events;
    }

    private static List<Event> block(JsonNode block) {
        var text = block.path("text");
        var isText = block.path("type").asText("text").equals("text");
        if (!block.isObject() || isText && !text.isTextual() && !text.isNull() && !text.isMissingNode()) {
            throw MalformedAnswer.because("a content is no text");
        }
        var thought = JsonFields.text(block, "thinking").map(Event.Reasoning::new);
        if (thought.isPresent()) {
            return List.of(thought.get());
        }
        return isText && !text.asText("").isEmpty() ? List.of(new Event.Chunk(text.textValue())) : List.of();
    }

    /**
     * Returns the tokens that the model read and wrote, or the billed ones where the answer reports no others. The
     * billed ones are fewer.
     */
    private static Optional<Usage> usageOf(JsonNode usage) {
        var tokens = usage.path(usage.path("tokens").isObject() ? "tokens" : "billed_units");
        return TokenUsage.of(
                JsonFields.count(tokens, "input_tokens"),
                JsonFields.count(tokens, "output_tokens"),
                JsonFields.count(usage, "cached_tokens"));
    }
}

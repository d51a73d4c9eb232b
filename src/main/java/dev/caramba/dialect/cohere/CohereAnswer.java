package dev.caramba.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Decodes one answer of Cohere. Thoughts, tool plans and citations are not part of its text. */
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
        var events = answer.textEvents(textOf(message));
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
            case "message-start" -> textEvents("");
            case "content-start", "content-delta" -> textEvents(blockText(message.path("content")));
            case "tool-call-start", "tool-call-delta" -> callFragment(event, message.path("tool_calls"));
            case "message-end" -> end(event.path("delta"));
            case "", "message", "error" ->
                throw failureIn(event).orElseThrow(() -> MalformedAnswer.because("an event has no type"));
            default -> List.of();
        };
    }

    private List<Event> textEvents(String text) {
        var events = new ArrayList<Event>();
        if (!started) {
            started = true;
            events.add(new Event.Start(id, Optional.empty()));
        }
        if (!text.isEmpty()) {
            events.add(new Event.Chunk(text));
        }
        return events;
    }

    /** Adds a fragment of a call. Its index is beside the message. */
    private List<Event> callFragment(JsonNode event, JsonNode call) {
        if (!call.isObject()) {
            throw MalformedAnswer.because("a tool call is not an object");
        }
        var fragment = (ObjectNode) call.deepCopy();
        calls.fragment(fragment.set("index", event.get("index")));
        return textEvents("");
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
        var events = textEvents("");
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

    private static String textOf(JsonNode message) {
        var content = message.path("content");
        if (!content.isArray() && !content.isNull() && !content.isMissingNode()) {
            throw MalformedAnswer.because("the content is no list");
        }
        var text = new StringBuilder();
        content.forEach(block -> text.append(blockText(block)));
        return text.toString();
    }

    private static String blockText(JsonNode block) {
        var text = block.path("text");
        boolean isText = block.path("type").asText("text").equals("text");
        if (!block.isObject() || isText && !text.isTextual() && !text.isNull() && !text.isMissingNode()) {
            throw MalformedAnswer.because("a content is no text");
        }
        return isText ? text.asText("") : "";
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

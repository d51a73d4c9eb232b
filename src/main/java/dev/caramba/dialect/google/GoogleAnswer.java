package dev.caramba.dialect.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.FinishReasons;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ToolCalls;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state of one answer while it is decoded. Each piece of the answer gives its events. */
final class GoogleAnswer {

    private final ToolCalls calls = new ToolCalls();
    private final GoogleUsage usage = new GoogleUsage();
    private Optional<String> id = Optional.empty();
    private Optional<String> model = Optional.empty();
    private boolean started;
    private Optional<FinishReason> finish = Optional.empty();

    /** Decodes a piece of a stream, or an answer that was not streamed. */
    List<Event> piece(ObjectNode json) {
        GoogleErrors.throwIfFailed(json);
        id = id.or(() -> JsonFields.text(json, "responseId"));
        model = model.or(() -> JsonFields.text(json, "modelVersion"));
        usage.take(json.path("usageMetadata"));
        var candidate = JsonFields.first(json, "candidates");
        if (candidate.isEmpty()) {
            throwIfBlocked(json.path("promptFeedback"));
            return List.of();
        }
        return candidate(candidate.get());
    }

    /** Returns the last event. */
    List<Event> done() {
        if (!started) {
            throw MalformedAnswer.because("it has no candidate");
        }
        var reason = FinishReasons.shown(finish.orElse(FinishReason.OTHER), calls);
        return List.of(new Event.Done(reason, usage.total()));
    }

    /** Returns whether the answer gave its finish reason. More may still follow. */
    boolean finished() {
        return finish.isPresent();
    }

    /** Returns the usage that the answer has reported so far. */
    Optional<Usage> usage() {
        return usage.total();
    }

    private List<Event> candidate(JsonNode candidate) {
        var events = new ArrayList<Event>();
        if (!started) {
            started = true;
            events.add(new Event.Start(id, model));
        }
        for (var part : partsOf(candidate)) {
            if (!part.isObject()) {
                throw MalformedAnswer.because("a part is no object");
            }
            events.addAll(part.path("thought").asBoolean() ? thought(part) : part(part));
        }
        finish = JsonFields.text(candidate, "finishReason")
                .map(FinishReasons::of)
                .or(() -> finish);
        return events;
    }

    private static List<Event> thought(JsonNode part) {
        return JsonFields.text(part, "text")
                .map(text -> List.<Event>of(new Event.Reasoning(text)))
                .orElse(List.of());
    }

    private List<Event> part(JsonNode part) {
        var call = JsonFields.present(part, "functionCall");
        if (call.isPresent()) {
            return call(call.get(), part);
        }
        return JsonFields.text(part, "text")
                .map(text -> List.<Event>of(new Event.Chunk(text)))
                .orElse(List.of());
    }

    /** Gives out a call at once, because Google sends calls complete. */
    private List<Event> call(JsonNode call, JsonNode part) {
        calls.whole(
                JsonFields.text(call, "id").orElse(""),
                JsonFields.text(call, "name").orElse(""),
                JsonFields.present(call, "args").orElseGet(Json::object),
                JsonFields.text(part, "thoughtSignature").map(GoogleAnswer::extraContent));
        return calls.giveOut(FinishReason.TOOL_CALLS, identity());
    }

    private static ObjectNode extraContent(String signature) {
        var extra = Json.object();
        extra.putObject("google").put("thought_signature", signature);
        return extra;
    }

    /**
     * Returns what distinguishes this answer from others of the conversation. Where it has no id, the usage does,
     * because the prompt is longer each time.
     */
    private String identity() {
        return String.join("\n", id.orElse(""), model.orElse(""), usage.total().toString());
    }

    private static JsonNode partsOf(JsonNode candidate) {
        var parts = candidate.path("content").path("parts");
        if (parts.isArray() || parts.isNull() || parts.isMissingNode()) {
            return parts;
        }
        throw MalformedAnswer.because("the parts are no list");
    }

    private static void throwIfBlocked(JsonNode feedback) {
        JsonFields.text(feedback, "blockReason").ifPresent(reason -> {
            throw Failure.of(FailureKind.CONTENT_FILTER, "the provider blocked the prompt: " + reason)
                    .asException();
        });
    }
}

package dev.caramba.idempotency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.Answer;
import dev.caramba.error.AttemptJson;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Target;
import dev.caramba.stream.EventJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The result of a call in the form in which it is stored, with everything that is needed to give the same response
 * again. It names its format, since instances of several versions may share one store.
 */
public final class StoredResult {

    /**
     * It must be raised when an older version would misread what this one writes. The older version then runs the
     * prompt again.
     */
    static final int FORMAT = 1;

    /** Characters that may be written or read on an event loop; it takes some ten milliseconds. */
    static final int LARGE = 1 << 20;

    private final ObjectNode json;

    private StoredResult(ObjectNode json) {
        this.json = json;
    }

    /**
     * Reads a result that {@link #text} has written; empty for anything else, and for a format that this version does
     * not know.
     */
    public static Optional<StoredResult> read(String text) {
        return Json.object(text)
                .filter(json -> json.path("format").equals(IntNode.valueOf(FORMAT)))
                .filter(json -> json.has("text") || json.has("error"))
                .map(StoredResult::new);
    }

    /** Returns whether writing the answer would hold up an event loop. */
    static boolean isLarge(Answer answer) {
        long vectors = answer.events().stream()
                .filter(Event.Vectors.class::isInstance)
                .flatMap(event -> ((Event.Vectors) event).vectors().stream())
                .mapToLong(vector -> vector.text().length())
                .sum();
        return vectors + answer.text().length() > LARGE;
    }

    static String text(Answer answer) {
        var trail = answer.context().trail();
        var json = Json.object()
                .put("format", FORMAT)
                .put("id", answer.id())
                .put("created", answer.created())
                .put("provider", answer.target().provider())
                .put("model", answer.target().model())
                .put("text", answer.text())
                .put("finishReason", answer.finishReason().wireName())
                .put("begun", trail.begun());
        var calls = json.putArray("calls");
        for (var call : answer.functionCalls()) {
            var added = calls.addObject()
                    .put("id", call.id())
                    .put("name", call.name())
                    .put("arguments", call.arguments());
            call.extraContent().ifPresent(extra -> added.set("extra", extra));
            if (call.custom()) {
                added.put("custom", true);
            }
        }
        answer.usage().ifPresent(usage -> json.set("usage", EventJson.usage(usage)));
        json.set("events", EventJson.write(answer.events()));
        trail.droppedParams().forEach(json.putArray("dropped")::add);
        json.set("attempts", AttemptJson.list(trail.attempts()));
        return Json.write(json);
    }

    static String text(HttpError error) {
        var json = Json.object().put("format", FORMAT).put("status", error.status());
        json.set("error", error.json());
        error.headers().forEach(json.putObject("headers")::put);
        error.details().ifPresent(details -> json.set("details", details));
        return Json.write(json);
    }

    /** Returns the error; empty when the result is an answer. */
    public Optional<HttpError> error() {
        if (!json.has("error")) {
            return Optional.empty();
        }
        var error = json.get("error");
        var headers = new TreeMap<String, String>();
        json.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return Optional.of(new HttpError(
                json.path("status").asInt(),
                error.path("type").asText(),
                error.path("code").asText(),
                Optional.of(error.path("param")).filter(JsonNode::isTextual).map(JsonNode::textValue),
                error.path("message").asText(),
                Map.copyOf(headers),
                AttemptJson.read(error.path("attempts")),
                Optional.of(json.path("details")).filter(JsonNode::isObject).map(ObjectNode.class::cast)));
    }

    /** Returns the answer without the context of a call. */
    public Answer answer() {
        return answer(new CallContext("", "", new Deadline(Instant.EPOCH, false), new CallTrail()));
    }

    /** Returns the answer as one of this call, and records the stored attempts in the call's trail. */
    public Answer answer(CallContext context) {
        var target =
                new Target(json.path("provider").asText(), json.path("model").asText());
        var trail = context.trail();
        for (int i = 0; i < json.path("begun").asInt(); i++) {
            trail.begin();
        }
        AttemptJson.read(json.path("attempts")).forEach(trail::add);
        var known = trail.droppedParams();
        var dropped = items(json.path("dropped"))
                .map(JsonNode::asText)
                .filter(name -> !known.contains(name))
                .toList();
        trail.answering(target, dropped);
        return new Answer(
                trail.answerId(() -> json.path("id").asText()),
                json.path("created").asLong(),
                context,
                target,
                json.path("text").asText(),
                calls(),
                reason(),
                usage(),
                events());
    }

    private Optional<Usage> usage() {
        return Optional.of(json.path("usage")).filter(JsonNode::isObject).map(EventJson::usage);
    }

    /** Returns the events of the answer; those that say the same where an older version has stored none. */
    private List<Event> events() {
        if (json.has("events")) {
            return EventJson.read(json.get("events"));
        }
        var events = new ArrayList<Event>();
        if (!json.path("text").asText().isEmpty()) {
            events.add(new Event.Chunk(json.path("text").asText()));
        }
        var calls = calls();
        for (int i = 0; i < calls.size(); i++) {
            events.add(new Event.ToolCall(i, calls.get(i)));
        }
        events.add(new Event.Done(reason(), usage()));
        return List.copyOf(events);
    }

    private FinishReason reason() {
        return FinishReason.valueOf(json.path("finishReason").asText().toUpperCase(Locale.ROOT));
    }

    private List<FunctionCall> calls() {
        return items(json.path("calls"))
                .map(call -> new FunctionCall(
                        call.path("id").asText(),
                        call.path("name").asText(),
                        call.path("arguments").asText(),
                        Optional.of(call.path("extra"))
                                .filter(JsonNode::isObject)
                                .map(ObjectNode.class::cast),
                        call.path("custom").asBoolean()))
                .toList();
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}

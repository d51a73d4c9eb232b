package dev.caramba.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A complete answer and the target that gave it.
 *
 * @param target the target that gave the answer
 * @param droppedParams the parameters that the target's dialect left out
 * @param events the events as they came; the last one is a {@link Event.Done}
 */
record CachedAnswer(Target target, List<String> droppedParams, List<Event> events) {

    private static final List<String> FIGURES = List.of("input", "output", "total", "cached", "reasoning");

    byte[] bytes() {
        var json = Json.object().put("provider", target.provider()).put("model", target.model());
        droppedParams.forEach(json.putArray("dropped")::add);
        var list = json.putArray("events");
        events.forEach(event -> write(event, list));
        return CompressedJson.pack(Json.write(json));
    }

    /** Reads what {@link #bytes} has written; empty for anything else. */
    static Optional<CachedAnswer> read(byte[] bytes) {
        try {
            return CompressedJson.unpack(bytes).flatMap(Json::object).map(CachedAnswer::read);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static CachedAnswer read(ObjectNode json) {
        var target =
                new Target(json.path("provider").asText(), json.path("model").asText());
        var dropped = new ArrayList<String>();
        json.path("dropped").forEach(name -> dropped.add(name.asText()));
        var events = new ArrayList<Event>();
        json.path("events").forEach(event -> events.add(event(event).at(events.size())));
        if (events.isEmpty() || !(events.get(events.size() - 1) instanceof Event.Done)) {
            throw new IllegalArgumentException("not a whole answer");
        }
        return new CachedAnswer(target, List.copyOf(dropped), List.copyOf(events));
    }

    /** Writes a chunk as a string, and every other event as an object. */
    private static void write(Event event, ArrayNode list) {
        if (event instanceof Event.Chunk chunk) {
            list.add(chunk.text());
        } else if (event instanceof Event.Start start) {
            var json = list.addObject().putObject("start");
            start.id().ifPresent(id -> json.put("id", id));
            start.model().ifPresent(model -> json.put("model", model));
        } else if (event instanceof Event.ToolCall call) {
            var function = call.function();
            var json = list.addObject()
                    .put("call", call.index())
                    .put("id", function.id())
                    .put("name", function.name())
                    .put("arguments", function.arguments());
            function.extraContent().ifPresent(extra -> json.set("extra", extra));
        } else if (event instanceof Event.Done done) {
            var json = list.addObject().put("done", done.finishReason().wireName());
            done.usage().ifPresent(usage -> json.set("usage", usage(usage)));
        }
    }

    private static Event event(JsonNode json) {
        if (json.isTextual()) {
            return new Event.Chunk(json.textValue());
        }
        if (json.has("start")) {
            return new Event.Start(text(json.get("start"), "id"), text(json.get("start"), "model"));
        }
        if (json.has("call")) {
            var function = new FunctionCall(
                    json.path("id").asText(),
                    json.path("name").asText(),
                    json.path("arguments").asText(),
                    Optional.of(json.path("extra")).filter(JsonNode::isObject).map(ObjectNode.class::cast));
            return new Event.ToolCall(json.get("call").asInt(), function);
        }
        var reason = FinishReason.valueOf(json.path("done").asText().toUpperCase(Locale.ROOT));
        return new Event.Done(
                reason,
                Optional.of(json.path("usage")).filter(JsonNode::isObject).map(CachedAnswer::usage));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.of(json.path(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private static ObjectNode usage(Usage usage) {
        var figures = List.of(
                usage.inputTokens(),
                usage.outputTokens(),
                usage.totalTokens(),
                usage.cachedInputTokens(),
                usage.reasoningTokens());
        var json = Json.object();
        for (int i = 0; i < figures.size(); i++) {
            var name = FIGURES.get(i);
            figures.get(i).ifPresent(tokens -> json.put(name, tokens));
        }
        return json;
    }

    private static Usage usage(JsonNode json) {
        var figures = FIGURES.stream()
                .map(name -> json.has(name) ? OptionalLong.of(json.get(name).asLong()) : OptionalLong.empty())
                .toList();
        return new Usage(figures.get(0), figures.get(1), figures.get(2), figures.get(3), figures.get(4));
    }
}

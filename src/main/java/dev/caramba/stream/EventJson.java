package dev.caramba.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Seal;
import dev.caramba.prompt.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes the events of a complete answer as JSON, and reads them again. An event that came from the same piece of the
 * provider's answer as the one before says so, and does not repeat the piece.
 */
public final class EventJson {

    private static final List<String> FIGURES = List.of("input", "output", "total", "cached", "reasoning");
    private static final String SAME = "same";

    private EventJson() {}

    /** Writes the events; plain text is written as a string. */
    public static ArrayNode write(List<Event> events) {
        var list = Json.array();
        Optional<Original> last = Optional.empty();
        for (var event : events) {
            if (event instanceof Event.Chunk chunk && chunk.original().isEmpty()) {
                list.add(chunk.text());
            } else {
                var json = list.addObject();
                describe(event, json);
                carry(event.original(), last, json);
            }
            last = event.original();
        }
        return list;
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IllegalArgumentException when it is not the events of a complete answer
     */
    public static List<Event> read(JsonNode list) {
        var events = new ArrayList<Event>();
        Optional<Original> last = Optional.empty();
        for (var json : list) {
            var original = json.has(SAME) ? last : original(json);
            events.add(event(json, original).at(events.size()));
            last = original;
        }
        if (events.isEmpty() || !(events.get(events.size() - 1) instanceof Event.Done)) {
            throw new IllegalArgumentException("not a whole answer");
        }
        return List.copyOf(events);
    }

    private static void carry(Optional<Original> original, Optional<Original> last, ObjectNode json) {
        original.ifPresent(piece -> {
            if (last.filter(before -> before == piece).isPresent()) {
                json.put(SAME, true);
            } else {
                json.set(piece.format().name().toLowerCase(Locale.ROOT), piece.json());
            }
        });
    }

    private static Optional<Original> original(JsonNode json) {
        for (var format : WireFormat.values()) {
            if (json.path(format.name().toLowerCase(Locale.ROOT)) instanceof ObjectNode piece) {
                return Optional.of(new Original(format, piece));
            }
        }
        return Optional.empty();
    }

    private static void describe(Event event, ObjectNode json) {
        if (event instanceof Event.Chunk chunk) {
            json.put("text", chunk.text());
        } else if (event instanceof Event.Start start) {
            var named = json.putObject("start");
            start.id().ifPresent(id -> named.put("id", id));
            start.model().ifPresent(model -> named.put("model", model));
        } else if (event instanceof Event.Reasoning reasoning) {
            json.put("thought", reasoning.index()).put("text", reasoning.text());
            reasoning.seal().ifPresent(seal -> json.set("seal", seal(seal)));
        } else if (event instanceof Event.ToolCallStart start) {
            json.put("begin", start.index()).put("id", start.id()).put("name", start.name());
        } else if (event instanceof Event.ToolCallArguments arguments) {
            json.put("goOn", arguments.index()).put("arguments", arguments.text());
        } else if (event instanceof Event.ToolCall call) {
            describe(call, json);
        } else if (event instanceof Event.Other other) {
            json.put("other", other.content());
        } else if (event instanceof Event.Vectors made) {
            var vectors = json.putArray("vectors");
            made.vectors().forEach(vector -> vectors.add(vector.text()));
        } else if (event instanceof Event.Done done) {
            json.put("done", done.finishReason().wireName());
            done.usage().ifPresent(usage -> json.set("usage", usage(usage)));
        }
    }

    private static void describe(Event.ToolCall call, ObjectNode json) {
        var function = call.function();
        json.put("call", call.index())
                .put("id", function.id())
                .put("name", function.name())
                .put("arguments", function.arguments());
        function.extraContent().ifPresent(extra -> json.set("extra", extra));
        if (function.custom()) {
            json.put("custom", true);
        }
    }

    private static Event event(JsonNode json, Optional<Original> original) {
        if (json.isTextual()) {
            return new Event.Chunk(json.textValue());
        }
        if (json.has("start")) {
            return new Event.Start(text(json.get("start"), "id"), text(json.get("start"), "model"));
        }
        if (json.has("thought")) {
            var seal = Optional.of(json.path("seal")).filter(JsonNode::isObject).map(EventJson::seal);
            return new Event.Reasoning(
                            json.get("thought").asInt(), json.path("text").asText(), seal)
                    .from(original);
        }
        if (json.has("begin")) {
            var id = json.path("id").asText();
            return new Event.ToolCallStart(
                            json.get("begin").asInt(), id, json.path("name").asText())
                    .from(original);
        }
        if (json.has("goOn")) {
            var text = json.path("arguments").asText();
            return new Event.ToolCallArguments(json.get("goOn").asInt(), text).from(original);
        }
        if (json.has("call")) {
            return call(json);
        }
        if (json.has("other")) {
            return new Event.Other(
                    json.get("other").asBoolean(),
                    original.orElseThrow(() -> new IllegalArgumentException("a piece is missing")));
        }
        if (json.has("vectors")) {
            return vectors(json.get("vectors")).from(original);
        }
        if (json.has("done")) {
            return done(json, original);
        }
        return new Event.Chunk(json.path("text").asText()).from(original);
    }

    private static Event call(JsonNode json) {
        var function = new FunctionCall(
                json.path("id").asText(),
                json.path("name").asText(),
                json.path("arguments").asText(),
                Optional.of(json.path("extra")).filter(JsonNode::isObject).map(ObjectNode.class::cast),
                json.path("custom").asBoolean());
        return new Event.ToolCall(json.get("call").asInt(), function);
    }

    /** Reads vectors from their texts; a list of numbers has a number more than it has commas. */
    private static Event vectors(JsonNode texts) {
        var vectors = new ArrayList<EmbeddingVector>(texts.size());
        for (var item : texts) {
            var text = item.asText();
            vectors.add(
                    text.startsWith("[")
                            ? EmbeddingVector.floats(
                                    text,
                                    1 + (int) text.chars().filter(c -> c == ',').count())
                            : EmbeddingVector.base64(text));
        }
        return new Event.Vectors(vectors);
    }

    private static Event done(JsonNode json, Optional<Original> original) {
        var reason = FinishReason.valueOf(json.path("done").asText().toUpperCase(Locale.ROOT));
        var usage = Optional.of(json.path("usage")).filter(JsonNode::isObject).map(EventJson::usage);
        return new Event.Done(reason, usage).from(original);
    }

    private static ObjectNode seal(Seal seal) {
        var json = Json.object().put("format", seal.format());
        seal.signature().ifPresent(signature -> json.put("signature", signature));
        seal.data().ifPresent(data -> json.put("data", data));
        return json;
    }

    private static Seal seal(JsonNode json) {
        return new Seal(json.path("format").asText(), text(json, "signature"), text(json, "data"));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.of(json.path(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** Writes the tokens that are known. */
    public static ObjectNode usage(Usage usage) {
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

    /** Reads the tokens that {@link #usage(Usage)} has written. */
    public static Usage usage(JsonNode json) {
        var figures = FIGURES.stream()
                .map(name -> json.has(name) ? OptionalLong.of(json.get(name).asLong()) : OptionalLong.empty())
                .toList();
        return new Usage(figures.get(0), figures.get(1), figures.get(2), figures.get(3), figures.get(4));
    }
}

package dev.caramba.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.Meaning;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * An answer in the form in which a fixture's and a provider's are compared: the start, all text, the tool calls by
 * index, and how it ended. What a fixture leaves open is taken over from the other side.
 */
final class NeutralEvents {

    private static final Set<FailureKind> RETRYABLE = EnumSet.of(
            FailureKind.RATE_LIMITED,
            FailureKind.OVERLOADED,
            FailureKind.UNAVAILABLE,
            FailureKind.TIMEOUT,
            FailureKind.PROTOCOL,
            FailureKind.NETWORK);

    private static final String GENERATED = "$generated";

    private NeutralEvents() {}

    /** What a fixture expects. */
    static ObjectNode expected(JsonNode expect, ObjectNode actual) {
        var form = form();
        if (expect.has("error")) {
            var error = ((ObjectNode) expect.path("error").deepCopy());
            form.set("end", error.put("type", "error").put("partial", false));
        }
        expect.path("events").forEach(event -> add(form, (ObjectNode) event.deepCopy()));
        takeOverWhatIsOpen(form, actual);
        return sorted(form);
    }

    /** What a provider gave out. */
    static ObjectNode actual(List<Event> events) {
        var form = form();
        // The fixtures list no reasoning and no pieces of calls.
        Meaning.of(events).stream()
                .filter(event -> !(event instanceof Event.Reasoning))
                .forEach(event -> add(form, neutral(event)));
        return sorted(form);
    }

    private static ObjectNode form() {
        var form = Json.object();
        form.putNull("start");
        form.put("text", "");
        form.putArray("tool_calls");
        form.putNull("end");
        return form;
    }

    private static void add(ObjectNode form, ObjectNode event) {
        switch (event.path("type").textValue()) {
            case "start" -> form.set("start", event);
            case "chunk" ->
                form.put(
                        "text",
                        form.path("text").textValue() + event.path("text").textValue());
            case "tool_call" -> ((ArrayNode) form.path("tool_calls")).add(event);
            default -> form.set("end", event);
        }
    }

    private static ObjectNode neutral(Event event) {
        var node = Json.object();
        if (event instanceof Event.Start start) {
            node.put("type", "start");
            node.put("id", start.id().orElse(null));
            node.put("model", start.model().orElse(null));
        } else if (event instanceof Event.Chunk chunk) {
            node.put("type", "chunk").put("text", chunk.text());
        } else if (event instanceof Event.ToolCall call) {
            toolCall(node, call);
        } else if (event instanceof Event.Error error) {
            error(node, error.failure()).put("partial", error.partial());
        } else if (event instanceof Event.Done done) {
            node.put("type", "done").put("finish_reason", done.finishReason().wireName());
            node.set("usage", done.usage().map(NeutralEvents::usage).orElse(null));
        }
        return node;
    }

    private static void toolCall(ObjectNode node, Event.ToolCall call) {
        var function = call.function();
        node.put("type", "tool_call").put("index", call.index());
        node.put("id", function.id()).put("name", function.name());
        node.set("arguments", function.argumentsObject().orElse(null));
        if (function.argumentsObject().isEmpty()) {
            node.put("arguments_raw", function.arguments());
        }
    }

    private static ObjectNode error(ObjectNode node, Failure failure) {
        node.put("type", "error").put("kind", failure.kind().wireName());
        node.put("retryable", RETRYABLE.contains(failure.kind()));
        node.put("failover", failure.kind().failover() == FailureKind.Failover.YES);
        node.put(
                "cooldown_hint_ms",
                failure.retryAfter().map(NeutralEvents::millis).orElse(null));
        node.put("request_id", failure.requestId().orElse(null));
        return node.put("message_contains", failure.message());
    }

    private static BigDecimal millis(Duration hint) {
        return BigDecimal.valueOf(hint.plusNanos(999_999).toMillis());
    }

    private static ObjectNode usage(Usage usage) {
        var node = Json.object();
        put(node, "input_tokens", usage.inputTokens());
        put(node, "output_tokens", usage.outputTokens());
        put(node, "total_tokens", usage.totalTokens());
        put(node, "cached_input_tokens", usage.cachedInputTokens());
        put(node, "reasoning_tokens", usage.reasoningTokens());
        return node;
    }

    private static void put(ObjectNode node, String field, OptionalLong value) {
        if (value.isPresent()) {
            node.put(field, value.getAsLong());
        } else {
            node.putNull(field);
        }
    }

    private static void takeOverWhatIsOpen(ObjectNode expected, ObjectNode actual) {
        if (expected.path("end") instanceof ObjectNode end
                && end.path("type").asText().equals("error")) {
            takeOver(end, "request_id", !end.has("request_id"), actual.path("end"));
            var message = actual.path("end").path("message_contains").asText();
            takeOver(
                    end,
                    "message_contains",
                    message.contains(end.path("message_contains").asText()),
                    actual.path("end"));
        }
        var ids = new HashSet<String>();
        for (int i = 0; i < expected.path("tool_calls").size(); i++) {
            var call = (ObjectNode) expected.path("tool_calls").get(i);
            var actualId = actual.path("tool_calls").path(i).path("id");
            var isNewId = !actualId.asText().isBlank() && ids.add(actualId.asText());
            takeOver(
                    call,
                    "id",
                    call.path("id").asText().equals(GENERATED) && isNewId,
                    actual.path("tool_calls").path(i));
        }
    }

    private static void takeOver(ObjectNode expected, String field, boolean open, JsonNode actual) {
        if (open && actual.has(field)) {
            expected.set(field, actual.get(field));
        }
    }

    /** Tool calls by index, numbers in one form and fields in one order, so that equal answers print the same. */
    private static ObjectNode sorted(ObjectNode form) {
        var calls = StreamSupport.stream(form.path("tool_calls").spliterator(), false)
                .sorted(Comparator.comparingInt(call -> call.path("index").intValue()))
                .toList();
        form.putArray("tool_calls").addAll(calls);
        return (ObjectNode) normal(form);
    }

    private static JsonNode normal(JsonNode node) {
        if (node.isNumber()) {
            return Json.object().numberNode(node.decimalValue().stripTrailingZeros());
        }
        if (node.isArray()) {
            var array = Json.array();
            node.forEach(item -> array.add(normal(item)));
            return array;
        }
        if (node.isObject()) {
            var object = Json.object();
            node.properties().stream()
                    .sorted(java.util.Map.Entry.comparingByKey())
                    .forEach(field -> object.set(field.getKey(), normal(field.getValue())));
            return object;
        }
        return node;
    }
}

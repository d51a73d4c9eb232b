package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.dialect.FinishReasons;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.format.Json;
import dev.caramba.generation.FinishReason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings what servers of the family write into the regular form of Chat Completions, in place. Fields that it does not
 * know stay as they are.
 */
final class ChatPiece {

    private static final Set<String> REGULAR_FINISH =
            Set.of("stop", "length", "tool_calls", "content_filter", "function_call");

    /** The fields of a chunk that every chunk has; they alone are no reason to give one out. */
    private static final Set<String> USUAL_FIELDS = Set.of(
            "id",
            "object",
            "created",
            "model",
            "choices",
            "usage",
            "system_fingerprint",
            "service_tier",
            "obfuscation");

    private static final List<String> TEXTS = List.of("content", "reasoning_content", "reasoning");

    private ChatPiece() {}

    /** Returns the message or the delta of a choice, in regular form and under the name {@code field}. */
    static ObjectNode message(ObjectNode choice, String field) {
        var given = JsonFields.present(choice, field)
                .or(() -> JsonFields.present(choice, field.equals("delta") ? "message" : "delta"))
                .orElseGet(Json::object);
        if (!(given instanceof ObjectNode message)) {
            throw MalformedAnswer.because("a choice holds no object");
        }
        choice.remove(field.equals("delta") ? "message" : "delta");
        choice.set(field, message);
        boolean parts = message.path("content").isArray();
        flattenContent(message);
        if (parts && field.equals("delta") && message.path("content").asText().isEmpty()) {
            message.remove("content"); // the parts were thoughts, say
        }
        if (message.hasNonNull("reasoning_content") && message.has("reasoning")) {
            message.remove("reasoning");
        }
        if (message.path("tool_calls").isNull()
                || message.path("tool_calls").isArray()
                        && message.path("tool_calls").isEmpty()) {
            message.remove("tool_calls");
        }
        return message;
    }

    /** Replaces the function call of older servers, or its piece, by the tool call that it is today. */
    static void functionCallAsToolCall(ObjectNode message) {
        var call = message.path("function_call");
        if (call.isObject() && !message.has("tool_calls")) {
            message.remove("function_call");
            message.putArray("tool_calls")
                    .addObject()
                    .put("index", 0)
                    .put("type", "function")
                    .set("function", call);
        }
    }

    /**
     * Returns whether a chunk is nothing but a piece of text or of reasoning, written as callers expect it. Most chunks
     * are, and they can go out as they came.
     */
    static boolean isRegularText(JsonNode json, String line) {
        var choice = json.path("choices").path(0);
        var delta = choice.path("delta");
        return json.path("choices").size() == 1
                && choice.path("index").isInt()
                && delta.size() == 1
                && TEXTS.stream().anyMatch(name -> JsonFields.text(delta, name).isPresent())
                && !choice.hasNonNull("finish_reason")
                && !choice.has("usage")
                && !json.hasNonNull("usage")
                && !json.has("x_groq")
                && line.indexOf('\n') < 0;
    }

    /** Returns the text of the reasoning, under either name; empty when there is none. */
    static Optional<String> reasoning(JsonNode message) {
        return JsonFields.text(message, "reasoning_content").or(() -> JsonFields.text(message, "reasoning"));
    }

    /** Returns the finish reason as the caller gets it; empty when the choice has none. */
    static Optional<String> finish(JsonNode choice, boolean anyCalls) {
        return word(choice).map(word -> {
            var regular = REGULAR_FINISH.contains(word) ? word : regular(FinishReasons.of(word));
            return regular.equals("stop") && anyCalls ? "tool_calls" : regular;
        });
    }

    /** Returns the finish reason as the server wrote it, in lower case. */
    static Optional<String> word(JsonNode choice) {
        return JsonFields.text(choice, "finish_reason").map(text -> text.toLowerCase(Locale.ROOT));
    }

    private static String regular(FinishReason reason) {
        return reason == FinishReason.OTHER ? "stop" : reason.wireName();
    }

    /** Returns whether the delta brings anything. */
    static boolean hasContent(JsonNode delta) {
        return delta.properties().stream().map(Map.Entry::getValue).anyMatch(ChatPiece::says);
    }

    private static boolean says(JsonNode value) {
        return !(value.isNull()
                || value.isTextual() && value.textValue().isEmpty()
                || value.isContainerNode() && value.isEmpty());
    }

    /** Moves the fields of a chunk that are not usual to {@code rest}, to be given out with the next piece. */
    static void keepUnusual(ObjectNode json, ObjectNode rest) {
        json.properties().stream()
                .filter(field -> !USUAL_FIELDS.contains(field.getKey()))
                .filter(field -> !field.getValue().isNull())
                .forEach(field -> rest.set(field.getKey(), field.getValue()));
    }

    /** Replaces a list of parts by its text; its thoughts become the reasoning. */
    private static void flattenContent(ObjectNode message) {
        var content = message.path("content");
        if (content.isTextual() || content.isMissingNode() || content.isNull()) {
            return;
        }
        if (!content.isArray()) {
            throw MalformedAnswer.because("the content is no text");
        }
        var text = new StringBuilder();
        var thoughts = new StringBuilder();
        var refusal = new StringBuilder();
        for (var part : content) {
            if (part.isTextual()) {
                text.append(part.textValue());
                continue;
            }
            switch (JsonFields.text(part, "type").orElse("text")) {
                case "text", "output_text" -> JsonFields.text(part, "text").ifPresent(text::append);
                case "thinking", "reasoning" -> addThoughts(part, thoughts);
                case "refusal" -> JsonFields.text(part, "refusal").ifPresent(refusal::append);
                default -> {
                    // of no use to a caller who expects a text
                }
            }
        }
        message.set("content", TextNode.valueOf(text.toString()));
        add(message, "reasoning_content", thoughts);
        add(message, "refusal", refusal);
    }

    private static void add(ObjectNode message, String field, StringBuilder text) {
        if (!text.isEmpty() && !message.hasNonNull(field)) {
            message.put(field, text.toString());
        }
    }

    private static void addThoughts(JsonNode part, StringBuilder thoughts) {
        var thinking = JsonFields.present(part, "thinking")
                .or(() -> JsonFields.present(part, "text"))
                .orElseGet(Json::array);
        if (thinking.isTextual()) {
            thoughts.append(thinking.textValue());
        }
        for (var inner : thinking) {
            JsonFields.text(inner, "text").ifPresent(thoughts::append);
        }
    }
}

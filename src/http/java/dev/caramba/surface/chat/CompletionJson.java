package dev.caramba.surface.chat;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.call.Answer;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.WireFormat;
import dev.caramba.surface.OpenAiJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes a complete answer in OpenAI's form, and the parts that it shares with streams. */
final class CompletionJson {

    private CompletionJson() {}

    /** Returns the provider's own answer where it spoke this format, else one made from the events. */
    static ObjectNode of(Answer answer) {
        return whole(answer.events())
                .map(original -> completed(original, answer))
                .orElseGet(() -> joined(answer));
    }

    /** Returns the original of an answer that was not streamed. */
    private static Optional<ObjectNode> whole(List<Event> events) {
        return events.isEmpty()
                ? Optional.empty()
                : events.get(events.size() - 1)
                        .original(WireFormat.CHAT)
                        .map(Original::json)
                        .filter(json -> json.path("choices").path(0).has("message"));
    }

    /** Adds what the provider left out; nothing that it said is changed. */
    private static ObjectNode completed(ObjectNode original, Answer answer) {
        var json = Json.object();
        json.setAll(original);
        OpenAiJson.putMissing(json, "id", TextNode.valueOf("chatcmpl-" + answer.id()));
        json.put("object", "chat.completion");
        OpenAiJson.putMissing(json, "created", LongNode.valueOf(answer.created()));
        OpenAiJson.putMissing(json, "model", TextNode.valueOf(answer.target().model()));
        if (original.path("usage") instanceof ObjectNode usage) {
            json.set("usage", OpenAiJson.withTotals(usage));
        }
        return json;
    }

    private static ObjectNode joined(Answer answer) {
        var message = new ChatMessage();
        answer.events().forEach(message::add);
        var json = message.head()
                .orElseGet(() -> head(
                        "chat.completion",
                        "chatcmpl-" + answer.id(),
                        answer.created(),
                        answer.target().model()));
        json.set("choices", message.choices(OpenAiJson.finishReason(answer.finishReason())));
        usage(answer.events(), answer.usage()).ifPresent(usage -> json.set("usage", usage));
        return json.put("object", "chat.completion");
    }

    /** Returns the usage as the provider told it, else in OpenAI's form. */
    static Optional<ObjectNode> usage(List<Event> events, Optional<Usage> usage) {
        return Optional.of(events)
                .filter(list -> !list.isEmpty())
                .flatMap(list -> list.get(list.size() - 1).original(WireFormat.CHAT))
                .flatMap(CompletionJson::usage)
                .or(() -> usage.map(OpenAiJson::usage));
    }

    /** Returns the usage that a piece of an answer tells. */
    static Optional<ObjectNode> usage(Original original) {
        return original.json().path("usage") instanceof ObjectNode told
                ? Optional.of(OpenAiJson.withTotals(told))
                : Optional.empty();
    }

    static ObjectNode head(String object, String id, long created, String model) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model)
                .putNull("system_fingerprint");
    }

    static long now() {
        return Instant.now().getEpochSecond();
    }

    /** Adds the fields of a function call to an object. */
    static ObjectNode describe(ObjectNode json, FunctionCall call) {
        var kind = call.custom() ? "custom" : "function";
        json.put("id", call.id()).put("type", kind);
        json.putObject(kind).put("name", call.name()).put(call.custom() ? "input" : "arguments", call.arguments());
        call.extraContent().ifPresent(extra -> json.set("extra_content", extra));
        return json;
    }
}

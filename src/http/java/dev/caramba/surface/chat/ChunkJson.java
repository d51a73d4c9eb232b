package dev.caramba.surface.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.IdGenerator;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.prompt.WireFormat;
import dev.caramba.surface.OpenAiJson;
import dev.caramba.surface.StreamWriter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the server-sent events of one stream. A piece of a provider that speaks this format goes out as it came. All
 * events have the id, the time and the model of the first one.
 */
final class ChunkJson implements StreamWriter {

    private static final String NO_USAGE = ",\"usage\":null";

    private static final String OBJECT = "chat.completion.chunk";

    private final String model;
    private final boolean includeUsage;
    private final Set<Integer> begun = new HashSet<>();
    private final Set<Integer> finished = new HashSet<>();
    private final Set<Integer> callsInPieces = new HashSet<>();
    private Optional<ObjectNode> head = Optional.empty();
    private Optional<Original> last = Optional.empty();

    /** @param model the model of the answering target, for providers that tell none */
    ChunkJson(String model, boolean includeUsage) {
        this.model = model;
        this.includeUsage = includeUsage;
    }

    @Override
    public String of(Event event) {
        var original = event.original(WireFormat.CHAT);
        if (original.isPresent()) {
            boolean same = last.filter(before -> before == original.get()).isPresent();
            last = original;
            noteCalls(event);
            return same
                    ? ""
                    : asWritten(original.get())
                            .orElseGet(() -> piece(original.get().json()));
        }
        if (event instanceof Event.ToolCall call && callsInPieces.contains(call.index())) {
            return "";
        }
        noteCalls(event);
        return Deltas.of(event).map(delta -> chunk(0, delta, Optional.empty())).orElse("");
    }

    /** Returns the end of the answer, with its tokens when they are known and requested. */
    @Override
    public String end(Event.Done done) {
        var text = new StringBuilder();
        done.original(WireFormat.CHAT)
                .map(Original::json)
                .filter(json -> json.path("choices").path(0).has("message"))
                .ifPresent(json -> text.append(remainder(json)));
        if (!finished.contains(0)) {
            text.append(chunk(0, Json.object(), Optional.of(OpenAiJson.finishReason(done.finishReason()))));
        }
        if (includeUsage) {
            done.original(WireFormat.CHAT)
                    .flatMap(CompletionJson::usage)
                    .or(() -> done.usage().map(OpenAiJson::usage))
                    .ifPresent(usage -> text.append(usage(done, usage)));
        }
        return text.append(OpenAiJson.END).toString();
    }

    @Override
    public String error(HttpError error) {
        return OpenAiJson.error(error);
    }

    private void noteCalls(Event event) {
        if (event instanceof Event.ToolCallStart start) {
            callsInPieces.add(start.index());
        }
    }

    /** Returns a piece as the provider wrote it, where it has what all events of this stream have in common. */
    private Optional<String> asWritten(Original piece) {
        var json = piece.json();
        return piece.text()
                .filter(text -> head.isPresent()
                        && begun.contains(
                                json.path("choices").path(0).path("index").asInt())
                        && head.get().properties().stream()
                                .allMatch(field -> field.getValue().equals(json.get(field.getKey()))))
                .map(text -> OpenAiJson.data(withUsage(text)));
    }

    /** Writes the usage that every event but the last has: null, or none for callers who have not asked for it. */
    private String withUsage(String text) {
        int told = text.indexOf(NO_USAGE);
        if (told >= 0) {
            return includeUsage ? text : text.substring(0, told) + text.substring(told + NO_USAGE.length());
        }
        return includeUsage && text.endsWith("}") ? text.substring(0, text.length() - 1) + NO_USAGE + "}" : text;
    }

    /** Writes a piece as it came, but for what must be the same in all events of a stream. */
    private String piece(ObjectNode json) {
        var text = new StringBuilder();
        var regular = Json.object();
        regular.setAll(json);
        var first = head.orElseGet(() -> headOf(json));
        head = Optional.of(first);
        regular.setAll(first);
        if (includeUsage) {
            regular.putNull("usage");
        }
        for (var choice : json.path("choices")) {
            int index = choice.path("index").asInt();
            text.append(role(index));
            if (choice.hasNonNull("finish_reason")) {
                finished.add(index);
            }
        }
        return text.append(OpenAiJson.data(regular)).toString();
    }

    /** Returns what a provider that was asked for a stream and gave a whole answer said beside text and calls. */
    private String remainder(ObjectNode json) {
        var text = new StringBuilder();
        for (var choice : json.path("choices")) {
            int index = choice.path("index").asInt();
            var delta = ((ObjectNode) choice.path("message")).deepCopy();
            delta.remove("role");
            if (index == 0) {
                delta.remove(Set.of("content", "reasoning_content", "reasoning", "tool_calls", "refusal"));
            }
            var rest = Json.object();
            rest.setAll(json);
            rest.remove("usage");
            var only = rest.putArray("choices").addObject();
            only.setAll((ObjectNode) choice);
            only.remove("message");
            only.set("delta", delta);
            only.putNull("finish_reason");
            boolean says = only.hasNonNull("logprobs")
                    || delta.properties().stream()
                            .anyMatch(field -> !field.getValue().isNull() && !isEmpty(field.getValue()));
            text.append(says ? piece(rest) : "");
        }
        return text.toString();
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isContainerNode() && value.isEmpty();
    }

    /**
     * Returns the first event of a choice, which holds the role; nothing when it was written. No other event holds it:
     * clients would join repeated roles to one text.
     */
    private String role(int choice) {
        if (!begun.add(choice)) {
            return "";
        }
        var delta = Json.object().put("role", "assistant").put("content", "").putNull("refusal");
        return bare(choice, delta, Optional.empty());
    }

    private String chunk(int choice, ObjectNode delta, Optional<String> finishReason) {
        return role(choice) + bare(choice, delta, finishReason);
    }

    private String bare(int index, ObjectNode delta, Optional<String> finishReason) {
        var json = Json.object();
        json.setAll(head());
        var choice = json.putNull("system_fingerprint")
                .putArray("choices")
                .addObject()
                .put("index", index);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finishReason.orElse(null));
        if (includeUsage) {
            json.putNull("usage");
        }
        return OpenAiJson.data(json);
    }

    private String usage(Event.Done done, ObjectNode usage) {
        var json = Json.object();
        done.original(WireFormat.CHAT).ifPresent(original -> json.setAll(original.json()));
        json.setAll(head());
        if (!json.has("system_fingerprint")) {
            json.putNull("system_fingerprint");
        }
        json.putArray("choices");
        json.set("usage", usage);
        return OpenAiJson.data(json);
    }

    private ObjectNode head() {
        var known = head.orElseGet(() -> headOf(Json.object()));
        head = Optional.of(known);
        return known;
    }

    /** Returns the fields that all events have in common, as the first piece tells them. */
    private ObjectNode headOf(ObjectNode first) {
        var id = first.path("id").asText();
        var told = first.path("model").asText();
        var common = Json.object()
                .put("id", id.isEmpty() ? IdGenerator.next("chatcmpl-") : id)
                .put("object", OBJECT);
        var created = first.path("created");
        common.set("created", created.isIntegralNumber() ? created : LongNode.valueOf(CompletionJson.now()));
        return common.put("model", told.isEmpty() ? model : told);
    }
}

package dev.caramba.surface.completions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.Answer;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.prompt.WireFormat;
import dev.caramba.surface.OpenAiJson;
import dev.caramba.surface.PieceJoiner;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a complete answer: the provider's own, or one that is joined from the pieces of a stream. */
final class WholeCompletion {

    private static final String CHOICES = "choices";
    private static final String USAGE = "usage";

    private final Map<Integer, ObjectNode> choices = new TreeMap<>();
    private final ObjectNode fields = Json.object();
    private Optional<Original> last = Optional.empty();

    private WholeCompletion() {}

    static ObjectNode of(Answer answer) {
        return answer.events()
                .get(answer.events().size() - 1)
                .original(WireFormat.COMPLETIONS)
                .map(Original::json)
                .filter(json -> !json.path(CHOICES).isEmpty())
                .map(json -> completed(json, answer))
                .orElseGet(() -> joined(answer));
    }

    /** Adds what the provider left out; nothing that it said is changed. */
    private static ObjectNode completed(ObjectNode original, Answer answer) {
        var json = Json.object();
        json.setAll(original);
        json.setAll(head(original, answer));
        if (original.path(USAGE) instanceof ObjectNode usage) {
            json.set(USAGE, OpenAiJson.withTotals(usage));
        }
        return json;
    }

    private static ObjectNode joined(Answer answer) {
        var completion = new WholeCompletion();
        completion.choice(0);
        answer.events().forEach(completion::add);
        return completion.json(answer);
    }

    private static ObjectNode head(ObjectNode told, Answer answer) {
        return CompletionHead.of(
                told, "cmpl-" + answer.id(), answer.created(), answer.target().model());
    }

    private void add(Event event) {
        var original = event.original(WireFormat.COMPLETIONS);
        if (original.isEmpty() && event instanceof Event.Chunk chunk) {
            PieceJoiner.join(choice(0), Json.object().put("text", chunk.text()));
        } else if (original.isPresent()
                && last.filter(before -> before == original.get()).isEmpty()) {
            piece(original.get().json());
            last = original;
        }
    }

    /** Adds a piece. What all pieces have in common is the first one's; the tokens are the last one's. */
    private void piece(ObjectNode json) {
        json.properties().stream()
                .filter(field -> !field.getKey().equals(CHOICES))
                .filter(field -> field.getKey().equals(USAGE) || !fields.has(field.getKey()))
                .filter(field -> !field.getValue().isNull())
                .forEach(field -> fields.set(field.getKey(), field.getValue()));
        for (var given : json.path(CHOICES)) {
            PieceJoiner.join(choice(given.path("index").asInt()), (ObjectNode) given);
        }
    }

    private ObjectNode choice(int index) {
        return choices.computeIfAbsent(
                index,
                number -> Json.object()
                        .put("text", "")
                        .put("index", number)
                        .putNull("logprobs")
                        .putNull("finish_reason"));
    }

    private ObjectNode json(Answer answer) {
        var json = head(fields, answer);
        fields.properties().stream()
                .filter(field -> !json.has(field.getKey()) && !field.getKey().equals(USAGE))
                .toList()
                .forEach(field -> json.set(field.getKey(), field.getValue()));
        var first = choice(0);
        if (!first.hasNonNull("finish_reason")) {
            first.put("finish_reason", OpenAiJson.finishReason(answer.finishReason()));
        }
        choices.values().forEach(json.putArray(CHOICES)::add);
        Optional.of(fields.path(USAGE))
                .filter(ObjectNode.class::isInstance)
                .map(usage -> OpenAiJson.withTotals((ObjectNode) usage))
                .or(() -> answer.usage().map(OpenAiJson::usage))
                .ifPresent(usage -> json.set(USAGE, usage));
        return json;
    }
}

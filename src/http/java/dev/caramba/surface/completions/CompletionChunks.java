package dev.caramba.surface.completions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.WireFormat;
import dev.caramba.surface.OpenAiJson;
import dev.caramba.surface.StreamWriter;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes the server-sent events of one stream. A provider's piece goes out as it came; all events have the id, the time
 * and the model of the first one, also where two attempts have answered.
 */
final class CompletionChunks implements StreamWriter {

    private final String id;
    private final String model;
    private final boolean includeUsage;
    private Optional<ObjectNode> head = Optional.empty();
    private Optional<Original> last = Optional.empty();
    private boolean ended;
    private boolean toldUsage;

    /**
     * @param id the id of the answer, for providers that tell none
     * @param model the model of the answering target, for providers that tell none
     */
    CompletionChunks(String id, String model, boolean includeUsage) {
        this.id = id;
        this.model = model;
        this.includeUsage = includeUsage;
    }

    @Override
    public String of(Event event) {
        var original = event.original(WireFormat.COMPLETIONS);
        if (original.isPresent()) {
            return isLast(original.get()) ? "" : piece(original.get());
        }
        return event instanceof Event.Chunk chunk ? text(chunk.text(), Optional.empty()) : "";
    }

    @Override
    public String end(Event.Done done) {
        var out = new StringBuilder();
        var original = done.original(WireFormat.COMPLETIONS);
        original.filter(piece -> !piece.json().path("choices").isEmpty() && !isLast(piece))
                .ifPresent(piece -> out.append(piece(piece)));
        if (!ended) {
            out.append(text("", Optional.of(OpenAiJson.finishReason(done.finishReason()))));
        }
        if (includeUsage && !toldUsage) {
            original.map(Original::json)
                    .filter(json -> json.path("usage").isObject())
                    .or(() -> done.usage().map(CompletionChunks::figures))
                    .ifPresent(json -> out.append(usage(json)));
        }
        return out.append(OpenAiJson.END).toString();
    }

    @Override
    public String error(HttpError error) {
        return OpenAiJson.error(error);
    }

    private boolean isLast(Original piece) {
        return last.filter(before -> before == piece).isPresent();
    }

    private String piece(Original piece) {
        last = Optional.of(piece);
        var json = piece.json();
        for (var choice : json.path("choices")) {
            ended |= choice.path("index").asInt() == 0 && choice.hasNonNull("finish_reason");
        }
        toldUsage |= json.hasNonNull("usage");
        var common = head(json);
        boolean regular = (includeUsage || !json.has("usage"))
                && common.properties().stream()
                        .allMatch(field -> field.getValue().equals(json.get(field.getKey())));
        if (regular && piece.text().isPresent()) {
            return OpenAiJson.data(piece.text().get());
        }
        var written = Json.object();
        written.setAll(json);
        written.setAll(common);
        if (!includeUsage) {
            written.remove("usage");
        }
        return OpenAiJson.data(written);
    }

    private String text(String text, Optional<String> finishReason) {
        var json = Json.object();
        json.setAll(head(Json.object()));
        json.putArray("choices")
                .addObject()
                .put("text", text)
                .put("index", 0)
                .putNull("logprobs")
                .put("finish_reason", finishReason.orElse(null));
        return OpenAiJson.data(json);
    }

    private String usage(ObjectNode told) {
        var json = Json.object();
        json.setAll(told);
        json.setAll(head(told));
        json.putArray("choices");
        json.set("usage", OpenAiJson.withTotals((ObjectNode) told.get("usage")));
        return OpenAiJson.data(json);
    }

    private static ObjectNode figures(Usage usage) {
        var json = Json.object();
        json.set("usage", OpenAiJson.usage(usage));
        return json;
    }

    /** Returns the fields that all events have in common, as the first piece tells them. */
    private ObjectNode head(JsonNode first) {
        if (head.isEmpty()) {
            head = Optional.of(CompletionHead.of(first, id, Instant.now().getEpochSecond(), model));
        }
        return head.get();
    }
}

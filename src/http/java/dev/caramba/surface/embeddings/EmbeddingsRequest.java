package dev.caramba.surface.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.caramba.call.Answer;
import dev.caramba.format.Json;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import dev.caramba.http.JsonBody;
import dev.caramba.prompt.WireFormat;
import dev.caramba.request.CallRequest;
import dev.caramba.request.EmbeddingReader;
import dev.caramba.surface.StreamWriter;
import dev.caramba.surface.SurfaceRequest;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A valid request for vectors.
 *
 * @param base64 whether the caller gets the vectors as base64, else as lists of numbers. Both official SDKs ask for
 *     base64 when their user says nothing, and misread the other form
 */
record EmbeddingsRequest(CallRequest call, boolean base64) implements SurfaceRequest {

    private static final String ITEMS = "data";

    /** Characters of vectors that may be written on an event loop; it takes some ten milliseconds. */
    private static final int LARGE = 1 << 20;

    /** @throws dev.caramba.generation.ProviderException when the body is not valid */
    static EmbeddingsRequest read(JsonBody body) {
        var call = EmbeddingReader.read(body.json(), body.text());
        var format = call.params().embedding().orElseThrow().encodingFormat();
        return new EmbeddingsRequest(call, format.equals(Optional.of(EmbeddingReader.BASE64)));
    }

    @Override
    public ObjectNode whole(Answer answer) {
        var json = answer.events().stream()
                .flatMap(event -> event.original(WireFormat.EMBEDDINGS).stream())
                .findFirst()
                .map(original -> original.json().deepCopy())
                .orElseGet(Json::object);
        json.put("object", "list");
        var items = json.path(ITEMS);
        var data = Json.array();
        vectors(answer).forEach(vector -> {
            var item = items.get(data.size()) instanceof ObjectNode told ? told : Json.object();
            write(vector, item.put("object", "embedding").put("index", data.size()));
            data.add(item);
        });
        json.set(ITEMS, data);
        if (!json.path("model").isTextual()) {
            json.put("model", answer.target().model());
        }
        json.set("usage", usage(json.path("usage"), answer.usage()));
        return json;
    }

    @Override
    public boolean isLarge(Answer answer) {
        return vectors(answer).mapToLong(vector -> vector.text().length()).sum() > LARGE;
    }

    private static Stream<EmbeddingVector> vectors(Answer answer) {
        return answer.events().stream()
                .filter(Event.Vectors.class::isInstance)
                .flatMap(event -> ((Event.Vectors) event).vectors().stream());
    }

    private void write(EmbeddingVector vector, ObjectNode item) {
        if (base64) {
            item.put("embedding", vector.asBase64());
        } else {
            item.putRawValue("embedding", new RawValue(vector.asFloats()));
        }
    }

    /**
     * Returns the tokens; 0 where the provider told none, because clients read the total unasked.
     *
     * @param told what the provider says of it
     */
    private static ObjectNode usage(JsonNode told, Optional<Usage> usage) {
        long total = usage.map(tokens -> tokens.totalTokens().orElse(0)).orElse(0L);
        long input = usage.map(tokens -> tokens.inputTokens().orElse(total)).orElse(0L);
        var json = told instanceof ObjectNode object ? object : Json.object();
        json.remove("completion_tokens"); // no part of it in OpenAI's
        return json.put("prompt_tokens", input).put("total_tokens", Math.max(input, total));
    }

    /** @throws UnsupportedOperationException always: vectors come in one piece */
    @Override
    public StreamWriter writer(String id, String model) {
        throw new UnsupportedOperationException("there is no stream of vectors");
    }
}

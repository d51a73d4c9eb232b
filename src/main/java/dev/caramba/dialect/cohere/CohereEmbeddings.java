package dev.caramba.dialect.cohere;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.EmbeddingAnswer;
import dev.caramba.dialect.EmbeddingDialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.RequestHeaders;
import dev.caramba.format.Json;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.wire.Framing;
import java.util.Map;
import java.util.Optional;

/** Cohere's embed API, version 2. */
final class CohereEmbeddings implements EmbeddingDialect {

    private static final int BATCH_SIZE = 96;

    /** The models want to know what a text is for; most texts are made vectors of to be found. */
    private static final String DOCUMENT = "search_document";

    private static final Map<String, String> INPUT_TYPES = Map.of("query", "search_query", "passage", DOCUMENT);
    private static final Map<String, String> FIELDS = Map.of("truncate", "truncate", "priority", "priority");

    @Override
    public int batchSize() {
        return BATCH_SIZE;
    }

    @Override
    public Encoded encode(GenerationParams params, EmbeddingInput input, Endpoint endpoint) {
        var dropped = new DroppedParams(params);
        var body = Json.object().put("model", params.model().orElseThrow());
        input.inputs().forEach(body.putArray("texts")::add);
        var type = input.inputType().orElse(DOCUMENT);
        body.put("input_type", INPUT_TYPES.getOrDefault(type, type));
        body.putArray("embedding_types").add("float");
        body.put("truncate", "NONE");
        input.dimensions().ifPresent(length -> body.put("output_dimension", length));
        ExtraParams.write(params, FIELDS, body, dropped);
        return new Encoded(
                "/v2/embed", RequestHeaders.of(endpoint, "application/json"), body, Framing.SSE, dropped.names());
    }

    @Override
    public EmbeddingAnswer decode(JsonNode answer) {
        var tokens = JsonFields.count(answer.path("meta").path("billed_units"), "input_tokens");
        return new EmbeddingAnswer(
                JsonFields.text(answer, "id"),
                Optional.empty(),
                EmbeddingAnswer.inOrder(answer.path("embeddings").path("float")),
                EmbeddingAnswer.inputTokens(tokens));
    }
}

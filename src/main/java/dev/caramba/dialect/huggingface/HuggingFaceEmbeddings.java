package dev.caramba.dialect.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.EmbeddingAnswer;
import dev.caramba.dialect.EmbeddingDialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.dialect.RequestHeaders;
import dev.caramba.format.Json;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.wire.Framing;
import java.util.Map;
import java.util.Optional;

/**
 * Hugging Face's pipeline for feature extraction. It is named in the path, because sentence transformers answer with
 * similarities by default.
 */
final class HuggingFaceEmbeddings implements EmbeddingDialect {

    /** The default of Text Embeddings Inference, which serves most models: {@code max-client-batch-size}. */
    private static final int BATCH_SIZE = 32;

    private static final Map<String, String> FIELDS = Map.of(
            "normalize", "normalize",
            "truncate", "truncate",
            "truncation_direction", "truncation_direction",
            "prompt_name", "prompt_name");

    @Override
    public int batchSize() {
        return BATCH_SIZE;
    }

    @Override
    public boolean takesDimensions() {
        return false;
    }

    @Override
    public Encoded encode(GenerationParams params, EmbeddingInput input, Endpoint endpoint) {
        var dropped = new DroppedParams(params);
        var body = Json.object();
        input.inputs().forEach(body.putArray("inputs")::add);
        input.inputType().ifPresent(type -> dropped.add("input_type"));
        ExtraParams.write(params, FIELDS, body, dropped);
        return new Encoded(
                TextGenerationRequest.path(params.model().orElseThrow()) + "/pipeline/feature-extraction",
                RequestHeaders.of(endpoint, "application/json"),
                body,
                Framing.SSE,
                dropped.names());
    }

    /** Reads a list of vectors; a list of lists of them has a vector for each token, which is no answer. */
    @Override
    public EmbeddingAnswer decode(JsonNode answer) {
        return new EmbeddingAnswer(
                Optional.empty(), Optional.empty(), EmbeddingAnswer.inOrder(answer), Optional.empty());
    }
}

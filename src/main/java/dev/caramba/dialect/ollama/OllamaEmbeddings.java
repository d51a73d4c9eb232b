package dev.caramba.dialect.ollama;

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

/** Ollama's own API for vectors, {@code /api/embed}, which servers from 0.3.4 on have. */
final class OllamaEmbeddings implements EmbeddingDialect {

    private static final int BATCH_SIZE = 2048;
    private static final Map<String, String> FIELDS =
            Map.of("truncate", "truncate", "keep_alive", "keep_alive", "options", "options");

    @Override
    public int batchSize() {
        return BATCH_SIZE;
    }

    @Override
    public Encoded encode(GenerationParams params, EmbeddingInput input, Endpoint endpoint) {
        var dropped = new DroppedParams(params);
        var body = Json.object().put("model", params.model().orElseThrow());
        input.inputs().forEach(body.putArray("input")::add);
        body.put("truncate", false);
        input.dimensions().ifPresent(length -> body.put("dimensions", length));
        input.inputType().ifPresent(type -> dropped.add("input_type"));
        ExtraParams.write(params, FIELDS, body, dropped);
        return new Encoded(
                "/api/embed",
                RequestHeaders.of(endpoint, "application/json"),
                body,
                Framing.JSON_LINES,
                dropped.names());
    }

    @Override
    public EmbeddingAnswer decode(JsonNode answer) {
        return new EmbeddingAnswer(
                Optional.empty(),
                JsonFields.text(answer, "model"),
                EmbeddingAnswer.inOrder(answer.path("embeddings")),
                EmbeddingAnswer.inputTokens(JsonFields.count(answer, "prompt_eval_count")));
    }
}

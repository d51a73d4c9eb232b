package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.EmbeddingAnswer;
import dev.caramba.dialect.EmbeddingDialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.ExtraParams;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.VectorJson;
import dev.caramba.format.Json;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.wire.Framing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * OpenAI's embeddings, and those of the servers that speak their format.
 *
 * <p>Option of an entry: {@code embedding-path} (default {@code /embeddings}).
 */
final class OpenAiEmbeddings implements EmbeddingDialect {

    /** OpenAI's limit, which its neighbours share. */
    private static final int BATCH_SIZE = 2048;

    private static final Set<String> QUERY = Set.of("query", "search_query");

    private final OpenAiFlavour flavour;

    OpenAiEmbeddings(OpenAiFlavour flavour) {
        this.flavour = flavour;
    }

    @Override
    public int batchSize() {
        return BATCH_SIZE;
    }

    @Override
    public boolean takesTokens() {
        return flavour == OpenAiFlavour.OPENAI || flavour == OpenAiFlavour.COMPATIBLE;
    }

    /**
     * Writes {@code encoding_format} for OpenAI alone: other servers refuse the field, or its value {@code base64}, and
     * nothing is lost without it.
     */
    @Override
    public Encoded encode(GenerationParams params, EmbeddingInput input, Endpoint endpoint) {
        var dropped = new DroppedParams(params);
        var body = Json.object().put("model", params.model().orElseThrow());
        input.inputs().forEach(body.putArray("input")::add);
        input.dimensions().ifPresent(length -> body.put("dimensions", length));
        if (flavour == OpenAiFlavour.OPENAI) {
            input.encodingFormat().ifPresent(format -> body.put("encoding_format", format));
        }
        if (flavour == OpenAiFlavour.NVIDIA) {
            body.put("input_type", input.inputType().filter(QUERY::contains).isPresent() ? "query" : "passage");
        } else if (flavour == OpenAiFlavour.COMPATIBLE) {
            input.inputType().ifPresent(type -> body.put("input_type", type));
        } else {
            input.inputType().ifPresent(type -> dropped.add("input_type"));
        }
        ExtraParams.write(params, dropped, (name, value) -> {
            body.set(name, value);
            return true;
        });
        return new Encoded(
                OpenAiDialect.path(endpoint, "embedding-path", "/embeddings"),
                OpenAiDialect.headers("application/json", endpoint),
                body,
                Framing.SSE,
                dropped.names());
    }

    @Override
    public EmbeddingAnswer decode(JsonNode answer) {
        return new EmbeddingAnswer(
                JsonFields.text(answer, "id"),
                JsonFields.text(answer, "model"),
                byIndex(answer.path("data")),
                OpenAiUsage.told(answer).map(OpenAiUsage::read));
    }

    /** Returns the vectors in the order of their indexes; where the server tells none, in the order of the list. */
    private static List<EmbeddingVector> byIndex(JsonNode data) {
        if (!data.isArray()) {
            throw MalformedAnswer.because("there is no list of vectors");
        }
        boolean indexed = false;
        for (var item : data) {
            indexed = indexed || item.hasNonNull("index");
        }
        var vectors = new ArrayList<>(Collections.nCopies(data.size(), Optional.<EmbeddingVector>empty()));
        for (int i = 0; i < data.size(); i++) {
            var item = data.get(i);
            long index = indexed ? JsonFields.integer(item, "index").orElse(-1) : i;
            if (index < 0 || index >= data.size() || vectors.get((int) index).isPresent()) {
                throw MalformedAnswer.because("the indexes of the vectors do not count them");
            }
            vectors.set((int) index, Optional.of(VectorJson.vector(item.path("embedding"))));
        }
        return vectors.stream().map(Optional::orElseThrow).toList();
    }
}

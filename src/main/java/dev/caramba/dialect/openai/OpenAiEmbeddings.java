package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.DroppedParams;
import dev.caramba.dialect.EmbeddingAnswer;
import dev.caramba.dialect.EmbeddingDialect;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
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

/**
 * OpenAI's embeddings, and those of the servers that speak their format.
 *
 * <p>Option of an entry: {@code embedding-path} (default {@code /embeddings}).
 */
final class OpenAiEmbeddings implements EmbeddingDialect {

    /** OpenAI's limit, which its neighbours share. */
    private static final int BATCH_SIZE = 2048;

    private static final String VECTOR = "embedding";

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

    @Override
    public Encoded encode(GenerationParams params, EmbeddingInput input, Endpoint endpoint) {
        var dropped = new DroppedParams(params);
        return new Encoded(
                OpenAiDialect.path(endpoint, "embedding-path", "/embeddings"),
                OpenAiDialect.headers("application/json", endpoint),
                new PassedOnEmbeddings(params, input, flavour, dropped).body(),
                Framing.SSE,
                dropped.names());
    }

    @Override
    public EmbeddingAnswer decode(JsonNode answer) {
        var items = inOrder(answer.path("data"));
        var vectors = new ArrayList<EmbeddingVector>(items.size());
        for (var item : items) {
            vectors.add(VectorJson.vector(item.path(VECTOR)));
            ((ObjectNode) item).putNull(VECTOR);
        }
        var original = (ObjectNode) answer;
        original.set("data", Json.array().addAll(items));
        return new EmbeddingAnswer(
                JsonFields.text(answer, "id"),
                JsonFields.text(answer, "model"),
                vectors,
                OpenAiUsage.told(answer).map(OpenAiUsage::read),
                Optional.of((ObjectNode) VectorJson.plain(original)));
    }

    /** Returns the items in the order of their indexes; where the server tells none, in the order of the list. */
    private static List<JsonNode> inOrder(JsonNode data) {
        if (!data.isArray()) {
            throw MalformedAnswer.because("there is no list of vectors");
        }
        boolean indexed = false;
        for (var item : data) {
            indexed = indexed || item.hasNonNull("index");
        }
        var items = new ArrayList<>(Collections.nCopies(data.size(), Optional.<JsonNode>empty()));
        for (int i = 0; i < data.size(); i++) {
            var item = data.get(i);
            long index = indexed ? JsonFields.integer(item, "index").orElse(-1) : i;
            if (index < 0 || index >= data.size() || items.get((int) index).isPresent()) {
                throw MalformedAnswer.because("the indexes of the vectors do not count them");
            }
            items.set((int) index, Optional.of(item));
        }
        return items.stream().map(Optional::orElseThrow).toList();
    }
}

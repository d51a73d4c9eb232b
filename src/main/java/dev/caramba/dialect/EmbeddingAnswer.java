package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.generation.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A provider's answer to a request for vectors.
 *
 * @param id the provider's own id of the response
 * @param model the model name in the provider's answer
 * @param vectors one vector for each input, in its order
 * @param original the answer in OpenAI's form, with null in the place of each vector, its items in the order of the
 *     vectors; empty where the provider speaks another format
 */
public record EmbeddingAnswer(
        Optional<String> id,
        Optional<String> model,
        List<EmbeddingVector> vectors,
        Optional<Usage> usage,
        Optional<ObjectNode> original) {

    /** Creates an answer in a format that callers do not speak. */
    public EmbeddingAnswer(
            Optional<String> id, Optional<String> model, List<EmbeddingVector> vectors, Optional<Usage> usage) {
        this(id, model, vectors, usage, Optional.empty());
    }

    /** Returns the vectors of a list in its order. */
    public static List<EmbeddingVector> inOrder(JsonNode list) {
        if (!list.isArray()) {
            throw MalformedAnswer.because("there is no list of vectors");
        }
        var vectors = new ArrayList<EmbeddingVector>(list.size());
        list.forEach(item -> vectors.add(VectorJson.vector(item)));
        return vectors;
    }

    /** Returns a usage of input tokens alone; empty when the provider reported none. */
    public static Optional<Usage> inputTokens(OptionalLong tokens) {
        return tokens.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Usage(tokens, OptionalLong.empty(), tokens, OptionalLong.empty(), OptionalLong.empty()));
    }
}

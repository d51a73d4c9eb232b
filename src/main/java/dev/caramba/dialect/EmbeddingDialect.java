package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;

/** The part of a {@link Dialect} that makes vectors of texts: one request, one answer in one piece. */
public interface EmbeddingDialect {

    /** Returns how many inputs one request may have, where the provider entry does not say. */
    int batchSize();

    /** Returns whether an input may be a list of tokens. */
    default boolean takesTokens() {
        return false;
    }

    /** Returns whether a request may say how long the vectors are to be. */
    default boolean takesDimensions() {
        return true;
    }

    /**
     * Encodes a request for vectors. It never lets the provider cut an input in silence, unless the caller asks for
     * that.
     *
     * @param params the request; {@code model} is present and is the provider's own name
     * @param input the inputs, which the provider can take
     * @throws dev.caramba.generation.ProviderException when the request cannot be expressed exactly and
     *     {@code params.strict()} is true
     */
    Encoded encode(GenerationParams params, EmbeddingInput input, Endpoint endpoint);

    /**
     * Decodes an answer that has status 200.
     *
     * @param answer the body as {@link VectorJson} reads it
     * @throws dev.caramba.generation.ProviderException when it is an error or no answer of this dialect
     */
    EmbeddingAnswer decode(JsonNode answer);
}

package dev.caramba.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What vectors are made of: one vector for each input.
 *
 * @param inputs texts, or lists of the numbers of tokens; all of one kind, at least one
 * @param dimensions the length that the caller wants the vectors to have; never left out on the wire
 * @param inputType what the vectors are for, in the caller's word, such as {@code search_query}
 * @param encodingFormat the form in which the caller wants the vectors: {@code float} or {@code base64}
 * @param length the length of the vectors that the same answer already has; a vector of another length is malformed
 * @param part whether these are not all inputs of the caller's request
 */
public record EmbeddingInput(
        List<JsonNode> inputs,
        Optional<BigInteger> dimensions,
        Optional<String> inputType,
        Optional<String> encodingFormat,
        OptionalInt length,
        boolean part) {

    public EmbeddingInput(
            List<JsonNode> inputs,
            Optional<BigInteger> dimensions,
            Optional<String> inputType,
            Optional<String> encodingFormat,
            OptionalInt length) {
        this(inputs, dimensions, inputType, encodingFormat, length, false);
    }

    public EmbeddingInput {
        inputs = List.copyOf(inputs);
    }

    /** Returns whether the inputs are tokens and no texts. */
    public boolean tokens() {
        return inputs.get(0).isArray();
    }

    /** Returns the inputs from this one on, for vectors of this length. */
    public EmbeddingInput from(int first, OptionalInt length) {
        return first == 0 ? this : with(inputs.subList(first, inputs.size()), length);
    }

    /** Returns the first inputs, as many as one request may have. */
    public EmbeddingInput first(int most) {
        return inputs.size() <= most ? this : with(inputs.subList(0, most), length);
    }

    private EmbeddingInput with(List<JsonNode> inputs, OptionalInt length) {
        return new EmbeddingInput(inputs, dimensions, inputType, encodingFormat, length, true);
    }

    /** Returns the number of the inputs alone, since texts do not belong into logs. */
    @Override
    public String toString() {
        return inputs.size() + (tokens() ? " lists of tokens" : " texts");
    }
}

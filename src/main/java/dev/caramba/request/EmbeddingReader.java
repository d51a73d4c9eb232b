package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.Prompts;
import dev.caramba.prompt.WireFormat;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the body of a request for vectors, in OpenAI's form. */
public final class EmbeddingReader {

    /** The form of vectors that a caller gets who names none. */
    public static final String FLOAT = "float";

    public static final String BASE64 = "base64";

    private static final String AUTO = "auto";
    private static final String INPUT = "input";
    private static final String EXPECTED_INPUT =
            "expected a text, a list of texts, a list of tokens or a list of lists of tokens, none of them empty";

    private EmbeddingReader() {}

    /**
     * Reads a request.
     *
     * @param text the body as it came
     * @throws dev.caramba.generation.ProviderException when the body is not valid
     */
    public static CallRequest read(ObjectNode body, String text) {
        var fields = RequestFields.of(body);
        var input = new EmbeddingInput(
                inputs(fields), dimensions(fields), fields.text("input_type"), format(fields), OptionalInt.empty());
        var params = GenerationParams.forVectors(
                model(fields),
                fields.texts("fallbacks"),
                input,
                PassedOnParams.ofEmbeddings(body),
                fields.flag("strictParams", "strict_params").orElse(false),
                Optional.of(OriginalRequest.of(WireFormat.EMBEDDINGS, text)));
        return new CallRequest(params, RequestReader.timeout(fields), CachingReader.read(fields));
    }

    /** There is no default: vectors of different models cannot be compared. */
    private static String model(RequestFields fields) {
        return fields.text("model")
                .filter(model -> !model.isEmpty() && !model.equals(AUTO))
                .orElseThrow(() -> fields.wrong(
                        "expected the name of a model or a route; vectors of different models cannot be compared",
                        "model"));
    }

    private static List<JsonNode> inputs(RequestFields fields) {
        var input = fields.any(INPUT).orElseThrow(() -> fields.missing("a text or a list of texts", INPUT));
        var inputs = Prompts.of(input);
        if (!PromptReader.areAlike(inputs) || inputs.stream().anyMatch(EmbeddingReader::isEmptyText)) {
            throw fields.wrong(EXPECTED_INPUT, INPUT);
        }
        return inputs;
    }

    private static boolean isEmptyText(JsonNode node) {
        return node.isTextual() && node.textValue().isEmpty();
    }

    private static Optional<BigInteger> dimensions(RequestFields fields) {
        var dimensions = fields.integer("dimensions");
        if (dimensions.filter(length -> length.signum() <= 0).isPresent()) {
            throw fields.wrong("expected an integer above 0", "dimensions");
        }
        return dimensions;
    }

    private static Optional<String> format(RequestFields fields) {
        var format = fields.text("encoding_format");
        if (format.filter(word -> !Set.of(FLOAT, BASE64).contains(word)).isPresent()) {
            throw fields.wrong("expected float or base64", "encoding_format");
        }
        return format;
    }
}

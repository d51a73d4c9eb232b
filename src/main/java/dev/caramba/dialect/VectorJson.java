package dev.caramba.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.format.Json;
import dev.caramba.generation.EmbeddingVector;
import java.io.IOException;

/**
 * Reads JSON that holds vectors. A list of numbers becomes one node with its text, because an answer may have millions
 * of numbers, and they are passed on as they were written.
 */
public final class VectorJson {

    private final String text;
    private final JsonParser tokens;

    private VectorJson(String text, JsonParser tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /**
     * Reads the text of an answer.
     *
     * @throws dev.caramba.generation.ProviderException when it is no JSON
     */
    public static JsonNode read(String text) {
        try (var tokens = Json.tokens(text)) {
            tokens.nextToken();
            var value = new VectorJson(text, tokens).value();
            if (tokens.nextToken() != null) {
                throw MalformedAnswer.because("something follows the JSON");
            }
            return value;
        } catch (IOException | NumberFormatException e) {
            throw MalformedAnswer.because("it is not JSON");
        }
    }

    /**
     * Returns the vector that a node of such JSON holds: a list of numbers, or base64.
     *
     * @throws dev.caramba.generation.ProviderException when the node is neither
     */
    public static EmbeddingVector vector(JsonNode node) {
        if (node instanceof POJONode list && list.getPojo() instanceof EmbeddingVector vector) {
            return vector;
        }
        try {
            if (node.isTextual() && !node.textValue().isEmpty()) {
                return EmbeddingVector.base64(node.textValue());
            }
        } catch (IllegalArgumentException e) {
            throw MalformedAnswer.because("a vector is no base64 of float32 values");
        }
        throw MalformedAnswer.because("a vector is no list of numbers");
    }

    /** Returns the same JSON, in which lists of numbers are lists again. */
    public static JsonNode plain(JsonNode node) {
        if (node instanceof POJONode list && list.getPojo() instanceof EmbeddingVector numbers) {
            return Json.parse(numbers.text()).orElseGet(Json::array);
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(plain(field.getValue())));
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, plain(list.get(i)));
            }
        }
        return node;
    }

    private JsonNode value() throws IOException {
        var token = tokens.currentToken();
        if (token == null) {
            throw MalformedAnswer.because("it is not JSON");
        }
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case VALUE_STRING -> TextNode.valueOf(tokens.getText());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NUMBER_INT ->
                tokens.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? DecimalNode.valueOf(tokens.getDecimalValue())
                        : LongNode.valueOf(tokens.getLongValue());
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(tokens.getDecimalValue());
            default -> NullNode.getInstance();
        };
    }

    private JsonNode object() throws IOException {
        var object = Json.object();
        while (tokens.nextToken() == JsonToken.FIELD_NAME) {
            var name = tokens.currentName();
            tokens.nextToken();
            object.set(name, value());
        }
        return object;
    }

    private JsonNode list() throws IOException {
        int begin = (int) tokens.currentTokenLocation().getCharOffset();
        var token = tokens.nextToken();
        return isNumber(token) ? numbers(begin) : items(token);
    }

    private JsonNode numbers(int begin) throws IOException {
        int length = 0;
        var token = tokens.currentToken();
        while (isNumber(token)) {
            length++;
            token = tokens.nextToken();
        }
        if (token != JsonToken.END_ARRAY) {
            throw MalformedAnswer.because("a vector holds what is no number");
        }
        int end = (int) tokens.currentLocation().getCharOffset();
        return new POJONode(EmbeddingVector.floats(text.substring(begin, end), length));
    }

    private ArrayNode items(JsonToken first) throws IOException {
        var list = Json.array();
        var token = first;
        while (token != JsonToken.END_ARRAY) {
            list.add(value());
            token = tokens.nextToken();
        }
        return list;
    }

    private static boolean isNumber(JsonToken token) {
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }
}

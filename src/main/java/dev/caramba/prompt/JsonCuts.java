package dev.caramba.prompt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.caramba.format.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts a JSON text into the texts of its parts, which stay as they were written. */
final class JsonCuts {

    private JsonCuts() {}

    /**
     * Returns the texts of the values of an object by their names, in order.
     *
     * @param json the text of a JSON object that was parsed before
     */
    static Map<String, String> fields(String json) {
        var fields = new LinkedHashMap<String, String>();
        try (var parser = Json.tokens(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                fields.put(name, value(parser, json));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the request is no JSON object", e);
        }
        return fields;
    }

    /**
     * Returns the texts of the elements of a list, in order; empty where the value is no list.
     *
     * @param json the text of a JSON value that was parsed before
     */
    static List<String> elements(String json) {
        var elements = new ArrayList<String>();
        try (var parser = Json.tokens(json)) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser, json));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the value is no JSON", e);
        }
        return elements;
    }

    private static String value(JsonParser parser, String json) throws IOException {
        int begin = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getCharOffset();
        return json.substring(begin, end);
    }
}

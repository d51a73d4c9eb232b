package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads fields of JSON whose structure is not known. */
public final class JsonFields {

    private JsonFields() {}

    /** Returns the field, unless it is absent or null. */
    public static Optional<JsonNode> present(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }

    /** Returns the field's text; empty when the field is no string or an empty one. */
    public static Optional<String> text(JsonNode node, String field) {
        return present(node, field)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isEmpty());
    }

    /**
     * Returns the field as an integer, also when it is written as {@code 7.0}; empty when it is no integer or out of
     * range.
     */
    public static OptionalLong integer(JsonNode node, String field) {
        return present(node, field)
                .filter(JsonNode::isNumber)
                .filter(JsonNode::canConvertToLong)
                .filter(JsonNode::canConvertToExactIntegral)
                .map(value -> OptionalLong.of(value.longValue()))
                .orElse(OptionalLong.empty());
    }

    /** Returns the field as a {@link #count count}; the value before when the field is none. */
    public static OptionalLong newest(JsonNode node, String field, OptionalLong before) {
        var newest = count(node, field);
        return newest.isPresent() ? newest : before;
    }

    /**
     * Returns the first object of a list that has index 0 or no index: only this one of several answers is given out.
     */
    public static Optional<JsonNode> first(JsonNode node, String list) {
        Optional<JsonNode> found = Optional.empty();
        var items = present(node, list).orElseGet(Json::array);
        if (!items.isArray()) {
            throw MalformedAnswer.because(list + " is no list");
        }
        for (var item : items) {
            if (!item.isObject()) {
                throw MalformedAnswer.because(list + " holds what is no object");
            }
            if (found.isEmpty() && integer(item, "index").orElse(0) == 0) {
                found = Optional.of(item);
            }
        }
        return found;
    }

    /** Returns the field as a count; empty when the field is no integer or negative. */
    public static OptionalLong count(JsonNode node, String field) {
        var count = integer(node, field);
        return count.isPresent() && count.getAsLong() < 0 ? OptionalLong.empty() : count;
    }
}

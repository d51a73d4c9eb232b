package dev.caramba.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import java.util.Optional;
import java.util.OptionalLong;

/** Fields of a JSON tree of which nothing is certain. */
public final class JsonFields {

    private JsonFields() {}

    /** The field, unless it is absent or null. */
    public static Optional<JsonNode> present(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }

    /** The field's text; empty when it is no string or an empty one. */
    public static Optional<String> text(JsonNode node, String field) {
        return present(node, field)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isEmpty());
    }

    /** The field as a whole number, also when it is written {@code 7.0}; empty when it is none, or out of range. */
    public static OptionalLong integer(JsonNode node, String field) {
        return present(node, field)
                .filter(JsonNode::isNumber)
                .filter(JsonNode::canConvertToLong)
                .filter(JsonNode::canConvertToExactIntegral)
                .map(value -> OptionalLong.of(value.longValue()))
                .orElse(OptionalLong.empty());
    }

    /** The field as a number of things where it is one, else what was known before. */
    public static OptionalLong newest(JsonNode node, String field, OptionalLong before) {
        var told = count(node, field);
        return told.isPresent() ? told : before;
    }

    /** The one of several objects in a list that is given out: the first with index 0, or without an index. */
    public static Optional<JsonNode> first(JsonNode node, String list) {
        Optional<JsonNode> found = Optional.empty();
        var items = present(node, list).orElseGet(Json::array);
        if (!items.isArray()) {
            throw Malformed.because(list + " is no list");
        }
        for (var item : items) {
            if (!item.isObject()) {
                throw Malformed.because(list + " holds what is no object");
            }
            if (found.isEmpty() && integer(item, "index").orElse(0) == 0) {
                found = Optional.of(item);
            }
        }
        return found;
    }

    /** The field as a number of things; empty when it is none, or negative. */
    public static OptionalLong count(JsonNode node, String field) {
        var count = integer(node, field);
        return count.isPresent() && count.getAsLong() < 0 ? OptionalLong.empty() : count;
    }
}

package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.generation.Failure;
import dev.caramba.generation.ProviderException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A JSON object of a request, which is read field by field. A wrong value is thrown as an {@code invalid_request} that
 * names the field by its path. A field may have several names. A field that is {@code null} counts as missing.
 */
public final class RequestFields {

    private static final int MAX_QUOTE = 40;

    private final ObjectNode node;
    private final String path;

    private RequestFields(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** Returns the fields of a request body. */
    public static RequestFields of(ObjectNode body) {
        return new RequestFields(body, "");
    }

    ObjectNode node() {
        return node;
    }

    /** Returns the path of this object within the body. */
    String path() {
        return path;
    }

    public Optional<String> text(String... names) {
        return value("a string", JsonNode::isTextual, JsonNode::textValue, names);
    }

    public String requiredText(String... names) {
        return text(names).orElseThrow(() -> missing("a string", names));
    }

    public Optional<Boolean> flag(String... names) {
        return value("true or false", JsonNode::isBoolean, JsonNode::booleanValue, names);
    }

    public Optional<BigDecimal> number(String... names) {
        return value("a number", JsonNode::isNumber, JsonNode::decimalValue, names);
    }

    public Optional<BigInteger> integer(String... names) {
        return value("an integer", JsonNode::isIntegralNumber, JsonNode::bigIntegerValue, names);
    }

    public Optional<RequestFields> object(String... names) {
        return value("an object", JsonNode::isObject, value -> new RequestFields((ObjectNode) value, at(names)), names);
    }

    RequestFields requiredObject(String... names) {
        return object(names).orElseThrow(() -> missing("an object", names));
    }

    /** Returns the objects of a list; empty when the field is missing. */
    List<RequestFields> objects(String... names) {
        return items(names, (item, where) -> {
            if (!item.isObject()) {
                throw fault(where, "expected an object");
            }
            return new RequestFields((ObjectNode) item, where);
        });
    }

    /** Returns the strings of a list; empty when the field is missing. */
    public List<String> texts(String... names) {
        return items(names, (item, where) -> {
            if (!item.isTextual()) {
                throw fault(where, "expected a string");
            }
            return item.textValue();
        });
    }

    /** Returns the field, whatever its type. */
    public Optional<JsonNode> any(String... names) {
        return value("", value -> true, Function.identity(), names);
    }

    /** Returns an exception for a wrong value of the field. */
    public ProviderException wrong(String message, String... names) {
        return fault(at(names), message);
    }

    public ProviderException missing(String expected, String... names) {
        return wrong("is missing (expected " + expected + ")", names);
    }

    /** Returns a caller's text, shortened so that a message can repeat it. */
    public static String quoted(String word) {
        return word.length() <= MAX_QUOTE ? "'" + word + "'" : "'" + word.substring(0, MAX_QUOTE) + "…'";
    }

    private <T> List<T> items(String[] names, BiFunction<JsonNode, String, T> read) {
        var items = new ArrayList<T>();
        value("a list", JsonNode::isArray, Function.identity(), names)
                .ifPresent(list ->
                        list.forEach(item -> items.add(read.apply(item, at(names) + "[" + items.size() + "]"))));
        return List.copyOf(items);
    }

    private <T> Optional<T> value(
            String expected, Predicate<JsonNode> fits, Function<JsonNode, T> read, String... names) {
        var value = node.path(present(names));
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!fits.test(value)) {
            throw wrong("expected " + expected, names);
        }
        return Optional.of(read.apply(value));
    }

    private String at(String... names) {
        return path.isEmpty() ? present(names) : path + "." + present(names);
    }

    /** Returns the name that the caller used, or the first one where the field is missing. */
    private String present(String... names) {
        for (var name : names) {
            if (node.hasNonNull(name)) {
                return name;
            }
        }
        return names[0];
    }

    private static ProviderException fault(String where, String message) {
        return Failure.invalid(where, where + ": " + message).asException();
    }
}

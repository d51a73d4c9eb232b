package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.generation.Failure;
import dev.caramba.generation.ProviderException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final Set<String> seen = new HashSet<>();
    private final List<RequestFields> inner = new ArrayList<>();
    private Optional<String> unknown = Optional.empty();

    private RequestFields(ObjectNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** Returns the fields of a request body. */
    public static RequestFields of(ObjectNode body) {
        return new RequestFields(body, "");
    }

    /** Returns the object itself. */
    public ObjectNode node() {
        return node;
    }

    /**
     * Returns the names of the fields that nobody has read, in this object and in those that were read from it. A field
     * that says nothing is none of them: null, an empty list or an empty object.
     */
    Set<String> unread() {
        if (unknown.isPresent()) {
            return Set.of(unknown.get());
        }
        var names = new LinkedHashSet<String>();
        node.properties().stream()
                .filter(field -> !seen.contains(field.getKey()))
                .filter(field -> !field.getValue().isNull())
                .filter(field ->
                        !field.getValue().isContainerNode() || !field.getValue().isEmpty())
                .forEach(field -> names.add(field.getKey()));
        names.addAll(unreadInside());
        return names;
    }

    /** Returns the names of the unread fields of the objects that were read from this one. */
    Set<String> unreadInside() {
        var names = new LinkedHashSet<String>();
        inner.forEach(object -> names.addAll(object.unread()));
        return Collections.unmodifiableSet(names);
    }

    /** Marks fields as read that have no meaning of their own. */
    void skip(String... names) {
        seen.addAll(List.of(names));
    }

    /**
     * Leaves this object to those who know its kind.
     *
     * @param name the name under which a provider that does not know it reports it as dropped
     */
    void leaveUnread(String name) {
        seen.clear();
        inner.clear();
        unknown = Optional.of(name);
    }

    private RequestFields inner(JsonNode object, String where) {
        var fields = new RequestFields((ObjectNode) object, where);
        inner.add(fields);
        return fields;
    }

    /** Returns the path of this object within the body. */
    public String path() {
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
        return value("an object", JsonNode::isObject, value -> inner(value, at(names)), names);
    }

    /** Returns an object that is passed on as it is; all that is within counts as read. */
    public Optional<ObjectNode> whole(String... names) {
        return value("an object", JsonNode::isObject, ObjectNode.class::cast, names);
    }

    /** Returns the fields of an object that must be there. */
    public RequestFields requiredObject(String... names) {
        return object(names).orElseThrow(() -> missing("an object", names));
    }

    /** Returns the objects of a list; empty when the field is missing. */
    public List<RequestFields> objects(String... names) {
        return items(names, (item, where) -> {
            if (!item.isObject()) {
                throw fault(where, "expected an object");
            }
            return inner(item, where);
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

    /** Returns the field where it is of this kind; a value of another kind stays unread. */
    Optional<JsonNode> ofKind(Predicate<JsonNode> kind, String... names) {
        return kind.test(node.path(present(names))) ? any(names) : Optional.empty();
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
        seen.addAll(List.of(names));
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

package dev.caramba.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A caller's request as it came. A provider of the same wire format receives its fields unread: with their order, the
 * digits of their numbers and everything that the product does not know.
 */
public final class OriginalRequest {

    private final WireFormat format;
    private final Map<String, String> fields;
    private final Map<String, String> headers;
    private final Optional<String> query;
    private final Map<String, String> places;
    private final boolean hostedTools;
    private final Map<Integer, String> makers;

    private OriginalRequest(
            WireFormat format,
            Map<String, String> fields,
            Map<String, String> headers,
            Optional<String> query,
            Map<String, String> places,
            boolean hostedTools,
            Map<Integer, String> makers) {
        this.format = format;
        this.fields = Collections.unmodifiableMap(fields);
        this.headers = Map.copyOf(headers);
        this.query = query;
        this.places = Map.copyOf(places);
        this.hostedTools = hostedTools;
        this.makers = Collections.unmodifiableMap(makers);
    }

    /**
     * Cuts a request into its fields.
     *
     * @param json the text of a JSON object that was parsed before
     */
    public static OriginalRequest of(WireFormat format, String json) {
        return new OriginalRequest(
                format, JsonCuts.fields(json), Map.of(), Optional.empty(), Map.of(), false, Map.of());
    }

    public WireFormat format() {
        return format;
    }

    /** Returns the JSON texts of the fields by their names, in the caller's order. */
    public Map<String, String> fields() {
        return fields;
    }

    /** Returns the headers that belong to the wire format, by their names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the query of the request's path, as it came; it has only characters that a query may have. */
    public Optional<String> query() {
        return query;
    }

    /** Returns the same request with these headers and this query of the caller. */
    public OriginalRequest with(Map<String, String> headers, Optional<String> query) {
        return new OriginalRequest(format, fields, headers, query, places, hostedTools, makers);
    }

    /** Returns the same request with another value of a field. */
    public OriginalRequest with(String field, String json) {
        var changed = new LinkedHashMap<>(fields);
        changed.put(field, json);
        return withFields(changed);
    }

    /** Returns the same request without a field. */
    public OriginalRequest without(String field) {
        var changed = new LinkedHashMap<>(fields);
        changed.remove(field);
        return withFields(changed);
    }

    /**
     * Returns the same request, which knows where its parts stand in it.
     *
     * @param places the paths in this request by those in the messages that were read from it
     */
    public OriginalRequest at(Map<String, String> places) {
        return new OriginalRequest(format, fields, headers, query, places, hostedTools, makers);
    }

    /** Returns where the caller wrote what was read as {@code path}, such as {@code messages[0].content[1]}. */
    public String placeOf(String path) {
        return places.getOrDefault(path, path);
    }

    /** Returns the same request with one more message at the end of the conversation. */
    public OriginalRequest continuedBy(String message) {
        var continued = new LinkedHashMap<>(fields);
        continued.computeIfPresent("messages", (name, list) -> {
            var open = list.substring(0, list.lastIndexOf(']'));
            boolean first = open.strip().equals("[");
            return open + (first ? "" : ",") + message + "]";
        });
        return withFields(continued);
    }

    /** Returns whether the caller wants tools that only providers of this wire format run. */
    public boolean hostedTools() {
        return hostedTools;
    }

    /** Returns the same request, which wants tools that only providers of its wire format run. */
    public OriginalRequest withHostedTools() {
        return new OriginalRequest(format, fields, headers, query, places, true, makers);
    }

    /** Returns whether a caller of Messages has switched thinking on or off; empty when nothing is said of it. */
    public Optional<Boolean> thinking() {
        return Optional.ofNullable(fields.get("thinking"))
                .filter(field -> format == WireFormat.MESSAGES)
                .flatMap(Json::object)
                .map(thinking -> thinking.path("type").asText())
                .filter(type -> !type.isEmpty())
                .map(type -> !type.equals("disabled"));
    }

    /** Returns the items of Responses that are thoughts, by their places in the {@code input}, in order. */
    public Map<Integer, ObjectNode> thoughts() {
        return format == WireFormat.RESPONSES
                ? PastThoughts.items(fields.getOrDefault(PastThoughts.INPUT, ""))
                : Map.of();
    }

    /** Returns the names of the providers that are known to have made {@link #thoughts()}, by the places of these. */
    public Map<Integer, String> makers() {
        return makers;
    }

    /** Returns the same request with what is known of the makers of its {@link #thoughts()}. */
    public OriginalRequest madeBy(Map<Integer, String> makers) {
        return new OriginalRequest(format, fields, headers, query, places, hostedTools, new TreeMap<>(makers));
    }

    /**
     * Returns the same request without some of the thoughts that it brings back.
     *
     * @param leftOut tells by the maker of a thought whether it is left out; the maker is empty where it is not known
     */
    public OriginalRequest withoutThoughts(Predicate<Optional<String>> leftOut) {
        var left = new LinkedHashMap<>(fields);
        if (format == WireFormat.RESPONSES) {
            var thoughts = thoughts().keySet();
            left.computeIfPresent(
                    PastThoughts.INPUT,
                    (name, input) -> PastThoughts.withoutItems(
                            input,
                            place -> thoughts.contains(place) && leftOut.test(Optional.ofNullable(makers.get(place)))));
        } else if (format == WireFormat.MESSAGES && leftOut.test(Optional.empty())) {
            left.computeIfPresent(PastThoughts.MESSAGES, (name, messages) -> PastThoughts.withoutBlocks(messages));
        }
        return left.equals(fields) ? this : withFields(left);
    }

    /** Returns the same request with other fields, whose items may have other places. */
    private OriginalRequest withFields(Map<String, String> changed) {
        return new OriginalRequest(format, changed, headers, query, places, hostedTools, Map.of());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OriginalRequest request
                && request.format == format
                && request.fields.equals(fields)
                && request.headers.equals(headers)
                && request.query.equals(query);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** Returns the request's size alone, since prompts do not belong into logs. */
    @Override
    public String toString() {
        return format + " request of " + fields.size() + " fields";
    }
}

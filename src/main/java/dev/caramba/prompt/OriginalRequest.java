package dev.caramba.prompt;

import com.fasterxml.jackson.core.JsonToken;
import dev.caramba.format.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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

    private OriginalRequest(
            WireFormat format,
            Map<String, String> fields,
            Map<String, String> headers,
            Optional<String> query,
            Map<String, String> places) {
        this.format = format;
        this.fields = Collections.unmodifiableMap(fields);
        this.headers = Map.copyOf(headers);
        this.query = query;
        this.places = Map.copyOf(places);
    }

    /**
     * Cuts a request into its fields.
     *
     * @param json the text of a JSON object that was parsed before
     */
    public static OriginalRequest of(WireFormat format, String json) {
        var fields = new LinkedHashMap<String, String>();
        try (var parser = Json.tokens(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                int begin = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getCharOffset();
                fields.put(name, json.substring(begin, end));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the request is no JSON object", e);
        }
        return new OriginalRequest(format, fields, Map.of(), Optional.empty(), Map.of());
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
        return new OriginalRequest(format, fields, headers, query, places);
    }

    /** Returns the same request with another value of a field. */
    public OriginalRequest with(String field, String json) {
        var changed = new LinkedHashMap<>(fields);
        changed.put(field, json);
        return new OriginalRequest(format, changed, headers, query, places);
    }

    /** Returns the same request without a field. */
    public OriginalRequest without(String field) {
        var changed = new LinkedHashMap<>(fields);
        changed.remove(field);
        return new OriginalRequest(format, changed, headers, query, places);
    }

    /**
     * Returns the same request, which knows where its parts stand in it.
     *
     * @param places the paths in this request by those in the messages that were read from it
     */
    public OriginalRequest at(Map<String, String> places) {
        return new OriginalRequest(format, fields, headers, query, places);
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
        return new OriginalRequest(format, continued, headers, query, places);
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

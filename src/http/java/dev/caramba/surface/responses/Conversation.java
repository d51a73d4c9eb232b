package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.http.JsonBody;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a request says: the conversation that it continues, and what it adds. References to kept items are replaced by
 * the items.
 */
final class Conversation {

    static final String PREVIOUS = "previous_response_id";
    static final String REFERENCE = "item_reference";

    private static final String INPUT = "input";

    private final JsonBody body;
    private final List<KeptItem> earlier;
    private final Map<String, KeptItem> referenced;
    private final ObjectNode request;

    /**
     * @param earlier the conversation before this request
     * @param referenced the kept items by the ids in the request's references
     */
    Conversation(JsonBody body, List<KeptItem> earlier, Map<String, KeptItem> referenced) {
        this.body = body;
        this.earlier = earlier;
        this.referenced = referenced;
        this.request = referenced.isEmpty() ? body.json() : dereferenced();
    }

    /** Returns a conversation that begins with this request. */
    static Conversation begun(JsonBody body) {
        return new Conversation(body, List.of(), Map.of());
    }

    private ObjectNode dereferenced() {
        var items = Json.array();
        body.json()
                .path(INPUT)
                .forEach(item ->
                        items.add(kept(item).<JsonNode>map(KeptItem::json).orElse(item)));
        var resolved = Json.object();
        resolved.setAll(body.json());
        resolved.set(INPUT, items);
        return resolved;
    }

    private Optional<KeptItem> kept(JsonNode item) {
        return Optional.of(item)
                .filter(given -> KeptItem.typeOf(given).equals(REFERENCE))
                .map(reference -> referenced.get(reference.path("id").asText()));
    }

    /** Returns the request with the items that it refers to. */
    ObjectNode request() {
        return request;
    }

    /** Returns the items before those of the request. */
    List<KeptItem> earlier() {
        return earlier;
    }

    /**
     * Returns whether the request's item at this place is one of the earlier conversation: a reference to it, or a call
     * said once more. Providers refuse what is said twice.
     */
    boolean repeats(int place) {
        var item = body.json().path(INPUT).path(place);
        var id = kept(item).map(KeptItem::id);
        return earlier.stream()
                .anyMatch(before ->
                        before.isCall(item) || id.filter(before.id()::equals).isPresent());
    }

    /** Returns the request for a provider that has responses itself and does not know of ours. */
    OriginalRequest original() {
        var original = OriginalRequest.of(WireFormat.RESPONSES, body.text());
        return earlier.isEmpty() && referenced.isEmpty()
                ? original
                : original.without(PREVIOUS).with(INPUT, wholeInput(original));
    }

    private String wholeInput(OriginalRequest original) {
        var items = new ArrayList<String>();
        earlier.forEach(item -> items.add(Json.write(item.json())));
        added(original).filter(text -> !text.isBlank()).ifPresent(items::add);
        return "[" + String.join(",", items) + "]";
    }

    /** Returns the items of the request as the caller wrote them, where that is possible. */
    private Optional<String> added(OriginalRequest original) {
        var input = request.path(INPUT);
        if (input.isTextual()) {
            return Optional.of(
                    "{\"role\":\"user\",\"content\":" + original.fields().get(INPUT) + "}");
        }
        if (!input.isArray()) {
            return Optional.empty();
        }
        if (!referenced.isEmpty() || said().size() < input.size()) {
            return Optional.of(
                    said().stream().map(item -> Json.write(item.json)).collect(Collectors.joining(",")));
        }
        var text = original.fields().get(INPUT).strip();
        return Optional.of(text.substring(1, text.length() - 1).strip());
    }

    private record Said(Optional<String> id, ObjectNode json) {}

    /** Returns what the request adds. */
    private List<Said> said() {
        var input = body.json().path(INPUT);
        if (input.isTextual()) {
            var message = Json.object().put("type", "message").put("role", "user");
            message.putArray("content").addObject().put("type", "input_text").set("text", input);
            return List.of(new Said(Optional.empty(), message));
        }
        var said = new ArrayList<Said>();
        for (int place = 0; input.isArray() && place < input.size(); place++) {
            var item = input.get(place);
            if (!repeats(place)) {
                said.add(kept(item)
                        .map(kept -> new Said(Optional.of(kept.id()), kept.json()))
                        .orElseGet(() -> new Said(idOf(item), (ObjectNode) item)));
            }
        }
        return said;
    }

    private static Optional<String> idOf(JsonNode item) {
        return Optional.of(item.path("id")).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** Returns what the request adds, as items of the conversation of this response. */
    List<KeptItem> added(String response) {
        var ids = new ItemIds(response);
        var added = new ArrayList<KeptItem>();
        for (var item : said()) {
            var id = item.id.orElseGet(() -> ids.ofInput(KeptItem.typeOf(item.json), added.size()));
            added.add(new KeptItem(id, item.json));
        }
        return List.copyOf(added);
    }

    /** Returns the response to this conversation. */
    KeptResponse answeredBy(ObjectNode response) {
        var input = new ArrayList<>(earlier);
        input.addAll(added(response.path("id").asText()));
        return new KeptResponse(response, List.copyOf(input));
    }

    /** Returns about how many characters the conversation has. */
    long length() {
        return body.text().length()
                + Stream.concat(earlier.stream(), referenced.values().stream())
                        .mapToLong(item -> size(item.json()))
                        .sum();
    }

    private static long size(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue().length();
        }
        long size = 1;
        for (var inner : node) {
            size += size(inner);
        }
        return size;
    }
}

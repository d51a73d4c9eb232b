package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.CompressedJson;
import dev.caramba.format.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A response that callers may come back to.
 *
 * @param response the response object
 * @param input the whole conversation that it answered
 */
record KeptResponse(ObjectNode response, List<KeptItem> input) {

    private static final String ITEM = "item";

    String id() {
        return response.path("id").asText();
    }

    /** Returns the items of the answer. */
    List<KeptItem> output() {
        var ids = new ItemIds(id());
        var items = new ArrayList<KeptItem>();
        for (var item : response.path("output")) {
            if (item instanceof ObjectNode object) {
                var id = object.path("id").asText();
                items.add(new KeptItem(id.isEmpty() ? ids.ofOutput(KeptItem.typeOf(item), items.size()) : id, object));
            }
        }
        return items;
    }

    /** Returns the conversation with the answer at its end. */
    List<KeptItem> conversation() {
        var items = new ArrayList<>(input);
        items.addAll(output());
        return List.copyOf(items);
    }

    byte[] bytes() {
        var json = Json.object();
        json.set("response", response);
        var items = json.putArray("input");
        input.forEach(item -> items.addObject().put("id", item.id()).set(ITEM, item.json()));
        return CompressedJson.pack(Json.write(json));
    }

    /** Reads what {@link #bytes} has written; empty for anything else. */
    static Optional<KeptResponse> read(byte[] bytes) {
        return CompressedJson.unpack(bytes)
                .flatMap(Json::object)
                .filter(json -> json.path("response").isObject())
                .map(KeptResponse::read);
    }

    private static KeptResponse read(ObjectNode json) {
        var input = new ArrayList<KeptItem>();
        for (JsonNode item : json.path("input")) {
            if (item.path(ITEM) instanceof ObjectNode said) {
                input.add(new KeptItem(item.path("id").asText(), said));
            }
        }
        return new KeptResponse((ObjectNode) json.get("response"), List.copyOf(input));
    }
}

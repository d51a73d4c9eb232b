package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;

/** An item that goes out as the provider wrote it. */
final class ProviderItem implements OutputItem {

    private final ObjectNode item;
    private final boolean ended;

    ProviderItem(ObjectNode item, boolean ended) {
        this.item = item;
        this.ended = ended;
    }

    @Override
    public void write(EventText out, int outputIndex) {}

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public ObjectNode json() {
        var json = Json.object();
        json.setAll(item);
        return ended || !json.has("status") ? json : json.put("status", "incomplete");
    }
}

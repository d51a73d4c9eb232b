package dev.caramba.sink;

import dev.caramba.batch.ResultEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** The attributes of a result as a CloudEvent, without the type of its data: that is {@link #JSON}. */
final class CloudEventAttributes {

    static final String JSON = "application/json";

    private static final String VERSION = "1.0";

    private CloudEventAttributes() {}

    /** By name, in this order; the cause is the event that the result is of, the subject which of its prompts. */
    static Map<String, String> of(ResultEvent event) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("specversion", VERSION);
        attributes.put("id", event.id());
        attributes.put("source", ResultEvent.SOURCE);
        attributes.put("type", event.type());
        attributes.put("causeid", event.key().id());
        attributes.put("causesource", event.key().source());
        if (!event.key().prompt().isEmpty()) {
            attributes.put("subject", event.key().prompt());
        }
        return attributes;
    }
}

package dev.caramba.sink;

import dev.caramba.batch.ResultEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the CloudEvent attributes of a result. The type of its data is not among them: it is {@link #JSON}. */
final class CloudEventAttributes {

    static final String JSON = "application/json";

    private static final String VERSION = "1.0";

    private CloudEventAttributes() {}

    /** Returns the attributes by name, in order. The cause is the event; the subject is the prompt within that event. */
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

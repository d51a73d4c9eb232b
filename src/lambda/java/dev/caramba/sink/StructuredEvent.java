package dev.caramba.sink;

import dev.caramba.batch.ResultEvent;
import dev.caramba.format.Json;

/** Writes a result as a CloudEvent in structured mode: one JSON object. */
final class StructuredEvent {

    private StructuredEvent() {}

    /**
     * Returns the event's JSON. Characters that XML does not allow are escaped, because SQS refuses messages with them.
     */
    static String text(ResultEvent event) {
        var json = Json.object();
        CloudEventAttributes.of(event).forEach(json::put);
        json.put("datacontenttype", CloudEventAttributes.JSON).set("data", event.data());
        return escaped(Json.write(json));
    }

    /**
     * Escapes the remaining characters. JSON escapes control characters already, and there is nothing to escape outside
     * strings.
     */
    private static String escaped(String json) {
        var text = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE || c == 0xfffe || c == 0xffff) {
                text.append(String.format("\\u%04x", c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.toString();
    }
}

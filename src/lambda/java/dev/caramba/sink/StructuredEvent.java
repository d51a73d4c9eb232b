package dev.caramba.sink;

import dev.caramba.batch.ResultEvent;
import dev.caramba.format.Json;

/** A result as a CloudEvent in structured mode: one JSON object. */
final class StructuredEvent {

    private StructuredEvent() {}

    /** Its text, made of characters that XML has as well: others are escaped. SQS takes no message with them. */
    static String text(ResultEvent event) {
        var json = Json.object();
        CloudEventAttributes.of(event).forEach(json::put);
        json.put("datacontenttype", CloudEventAttributes.JSON).set("data", event.data());
        return escaped(Json.write(json));
    }

    /** Control characters are escaped already, and outside of strings there is nothing to escape. */
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

package dev.caramba.played;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a reply is compared with a fixture's {@code expect}. */
final class ReplyRules {

    private static final String CONTENT_TYPE = "content-type";
    private static final int SHORTEST_KEY = 7;

    private final JsonNode expect;
    private final FixtureRules values;
    private final Collection<String> keys;
    private final Map<String, String> names;

    /**
     * @param keys of the providers, none of which may be shown
     * @param names what a provider of the fixture is called in this run
     */
    ReplyRules(JsonNode expect, FixtureRules values, Collection<String> keys, Map<String, String> names) {
        this.expect = expect;
        this.values = values;
        this.keys = keys;
        this.names = names;
    }

    /** The differences, none where the reply is as wanted. */
    List<String> differences(Reply reply) {
        var found = new ArrayList<String>();
        reply.broken().ifPresent(reason -> found.add("the reply broke: " + reason));
        var all = reply.headers() + reply.text();
        keys.stream()
                .filter(key -> key.length() >= SHORTEST_KEY && all.contains(key))
                .forEach(key -> found.add("the key of a provider is shown: " + key));
        if (expect.has("status")) {
            var status = values.differences(expect.get("status"), IntNode.valueOf(reply.status()), "status");
            if (!status.isEmpty()) {
                found.addAll(status);
                found.add("it said " + reply.text());
                return found;
            }
        }
        expect.path("headers")
                .properties()
                .forEach(wanted ->
                        found.addAll(header(wanted.getKey().toLowerCase(Locale.ROOT), wanted.getValue(), reply)));
        if (expect.has("body")) {
            found.addAll(values.bodyDifferences(expect.get("body"), reply.text(), "body"));
        }
        if (expect.has("events")) {
            found.addAll(events(reply));
        }
        return found;
    }

    private List<String> header(String name, JsonNode value, Reply reply) {
        var want =
                value.isTextual() ? TextNode.valueOf(names.getOrDefault(value.textValue(), value.textValue())) : value;
        boolean withoutParameters =
                name.equals(CONTENT_TYPE) && !want.asText(";").contains(";");
        return values.differences(want, header(reply.headers(), name, withoutParameters), "header " + name);
    }

    /** @param withoutParameters only what stands before the first semicolon */
    static JsonNode header(Map<String, String> headers, String name, boolean withoutParameters) {
        if (!headers.containsKey(name)) {
            return MissingNode.getInstance();
        }
        var value = headers.get(name);
        return TextNode.valueOf(withoutParameters ? value.split(";")[0].strip() : value);
    }

    private List<String> events(Reply reply) {
        var type = reply.headers().getOrDefault(CONTENT_TYPE, "");
        if (!type.contains("text/event-stream")) {
            return List.of("no stream but " + type + ": " + reply.text());
        }
        return new EventRules(expect, values).differences(SurfaceEvent.read(reply.text()));
    }
}

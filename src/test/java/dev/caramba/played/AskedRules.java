package dev.caramba.played;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.format.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How the requests that reached the providers are compared with a fixture's exchanges. */
final class AskedRules {

    private final JsonNode exchanges;
    private final FixtureRules values;

    AskedRules(JsonNode exchanges, FixtureRules values) {
        this.exchanges = exchanges;
        this.values = values;
    }

    /** The differences, none where those and no others were asked, in this order. */
    List<String> differences(List<Asked> asked) {
        var found = new ArrayList<String>();
        for (int i = 0; i < Math.min(exchanges.size(), asked.size()); i++) {
            found.addAll(differences(exchanges.get(i), asked.get(i), "asked " + (i + 1)));
        }
        if (exchanges.size() != asked.size()) {
            var names = asked.stream().map(Asked::provider).toList();
            found.add("asked " + asked.size() + " times " + names + ", wanted " + exchanges.size());
        }
        return found;
    }

    private List<String> differences(JsonNode exchange, Asked asked, String where) {
        var found = new ArrayList<String>();
        var provider = exchange.path("provider").asText();
        if (!provider.equals(asked.provider())) {
            found.add(where + ": wanted " + provider + " to be asked, it was " + asked.provider());
        }
        var expect = exchange.path("expect");
        if (expect.has("path")) {
            found.addAll(target(expect.get("path").asText(), asked.request().path(), where));
        }
        expect.path("headers")
                .properties()
                .forEach(wanted -> found.addAll(
                        header(wanted.getKey().toLowerCase(Locale.ROOT), wanted.getValue(), asked, where)));
        if (expect.has("body")) {
            found.addAll(
                    values.bodyDifferences(expect.get("body"), asked.request().text(), where + " body"));
        }
        return found;
    }

    private List<String> target(String want, String got, String where) {
        var found = new ArrayList<>(values.differences(
                TextNode.valueOf(want.split("\\?")[0]), TextNode.valueOf(got.split("\\?")[0]), where + " path"));
        found.addAll(values.differences(query(want), query(got), where + " query"));
        return found;
    }

    private List<String> header(String name, JsonNode value, Asked asked, String where) {
        var want = value.isTextual() ? TextNode.valueOf(value.textValue().replace("{{api_key}}", asked.key())) : value;
        var got = ReplyRules.header(asked.request().headers(), name, name.equals("content-type"));
        return values.differences(want, got, where + " header " + name);
    }

    /** The parameters, whatever their order. */
    private static ArrayNode query(String target) {
        var pairs = Json.array();
        int mark = target.indexOf('?');
        Stream.of(target.substring(mark < 0 ? target.length() : mark + 1).split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> URLDecoder.decode(pair, StandardCharsets.UTF_8))
                .sorted()
                .forEach(pairs::add);
        return pairs;
    }
}

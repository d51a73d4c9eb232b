package dev.caramba.played;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The providers of one fixture, each on a port of its own. Every POST is kept, and answered with the next exchange. */
final class FixtureUpstream implements AutoCloseable {

    private final Map<String, Upstream> providers = new HashMap<>();
    private final Map<String, Integer> turns = new HashMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private final JsonNode exchanges;
    private final int stretch;

    /**
     * @param keys of the providers, by their names in the fixture
     * @param stretch how many times as long a pause lasts
     */
    FixtureUpstream(JsonNode exchanges, Map<String, String> keys, int stretch) {
        this.exchanges = exchanges;
        this.stretch = stretch;
        keys.forEach((name, key) ->
                providers.put(name, Upstream.start().always(request -> answer(name, key, request))));
    }

    /** Without a path. */
    String baseUrl(String provider) {
        return providers.get(provider).baseUrl();
    }

    /** All POSTs so far, over all providers, in the order of their arrival. */
    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        providers.values().forEach(Upstream::close);
    }

    /** What is no POST is a look at the catalog, say, and no part of a fixture. */
    private synchronized Script answer(String provider, String key, Received request) {
        if (!request.method().equals("POST")) {
            return Script.empty(404);
        }
        asked.add(new Asked(provider, key, request));
        int turn = turns.merge(provider, 1, Integer::sum);
        int own = 0;
        for (var exchange : exchanges) {
            if (exchange.path("provider").asText().equals(provider) && ++own == turn) {
                return FixtureScript.of(exchange.path("response"), stretch);
            }
        }
        return Script.drop();
    }
}

package dev.caramba.packaged;

import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Two providers, {@code alpha} and {@code beta}, with one record of who asked them for which prompt and what became of it.
 * From some request on alpha answers 503. Each instance has a path of its own, by which it is known.
 */
final class PromptProviders implements AutoCloseable {

    private static final String FAILING = "alpha";
    private static final long LIMIT_SECONDS = 60;

    /** What became of a request; one that is held is not answered. */
    enum Fate {
        ANSWERED,
        FAILED,
        HELD
    }

    /** @param number of the request at this provider */
    record Asked(String instance, String provider, int number, String prompt, Fate fate) {}

    private final Map<String, Upstream> upstreams = Map.of(FAILING, Upstream.start(), "beta", Upstream.start());
    private final List<Asked> record = new ArrayList<>();
    private final int failingFrom;
    private Predicate<Asked> holding = asked -> false;
    private int awaited = Integer.MAX_VALUE;
    private final CompletableFuture<Void> held = new CompletableFuture<>();

    /** @param failingFrom how many requests both have before alpha begins to fail */
    PromptProviders(int failingFrom) {
        this.failingFrom = failingFrom;
        upstreams.forEach((name, upstream) -> upstream.always(request -> script(name, request)));
    }

    /** What tells this instance of them. */
    Map<String, String> environment(String instance) {
        var environment = new HashMap<String, String>();
        upstreams.forEach((name, upstream) -> {
            var prefix = "CARAMBA_PROVIDERS_" + name.toUpperCase(Locale.ROOT);
            environment.put(prefix + "_BASE_URL", upstream.baseUrl() + "/" + instance + "/v1");
            environment.put(prefix + "_MODEL", "model-1");
        });
        return environment;
    }

    /** From now on requests like these are held; so many are awaited by {@link #awaitHeld}. */
    synchronized void hold(int count, Predicate<Asked> which) {
        awaited = count;
        holding = which;
    }

    /** Waits until as many are held as was said; they. */
    List<Asked> awaitHeld() throws Exception {
        held.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return held();
    }

    /** Waits until nobody waits for those that are held: whoever asked has gone, and has not got an answer. */
    void awaitHeldGone() {
        held().forEach(asked -> upstreams.get(asked.provider()).awaitClientClose(asked.number()));
    }

    /** Every request so far, in its order. */
    synchronized List<Asked> record() {
        return List.copyOf(record);
    }

    @Override
    public void close() {
        upstreams.values().forEach(Upstream::close);
    }

    private List<Asked> held() {
        return record().stream().filter(asked -> asked.fate() == Fate.HELD).toList();
    }

    private synchronized Script script(String provider, Received request) {
        var fails = record.size() >= failingFrom && provider.equals(FAILING);
        var asked = asked(provider, request, fails ? Fate.FAILED : Fate.ANSWERED);
        if (holding.test(asked)) {
            record.add(asked(provider, request, Fate.HELD));
            if (record.stream().filter(one -> one.fate() == Fate.HELD).count() >= awaited) {
                held.complete(null);
            }
            return Script.never();
        }
        record.add(asked);
        return fails
                ? ChatAnswer.error(503, "server_error", "down")
                : ChatAnswer.of("answer to " + asked.prompt()).unary();
    }

    private static Asked asked(String provider, Received request, Fate fate) {
        var instance = request.path().split("/")[1];
        var prompt = request.json().at("/messages/0/content").asText();
        return new Asked(instance, provider, request.number(), prompt, fate);
    }
}

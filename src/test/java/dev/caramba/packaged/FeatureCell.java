package dev.caramba.packaged;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** One form in which a surface is asked, and one feature: a model that two entries have, and how they answer. */
final class FeatureCell {

    static final String PROMPT = "How many?";

    private final AskedForm form;
    private final SurfaceFeature feature;
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final Map<Integer, Queue<Script>> next =
            new ConcurrentHashMap<>(Map.of(1, new ArrayDeque<>(), 2, new ArrayDeque<>()));

    FeatureCell(AskedForm form, SurfaceFeature feature) {
        this.form = form;
        this.feature = feature;
    }

    AskedForm form() {
        return form;
    }

    AskedSurface surface() {
        return form.surface();
    }

    String model() {
        return "m" + form.ordinal() + feature.key();
    }

    /** The route to both targets. */
    String route() {
        return "r" + form.ordinal() + feature.key();
    }

    /** The caller whom this cell limits. */
    String caller() {
        return "c" + form.ordinal() + feature.key();
    }

    String entry(int number) {
        return FeatureBench.name(form.format(), number);
    }

    String target(int number) {
        return entry(number) + "/" + model();
    }

    boolean hasPrice() {
        return feature == SurfaceFeature.USAGE || feature == SurfaceFeature.BUDGET;
    }

    Map<String, String> grant() {
        return switch (feature) {
            case REQUESTS_LIMIT -> Map.of("REQUESTS_PER_MINUTE", "1");
            case TOKENS_LIMIT -> Map.of("TOKENS_PER_MINUTE", "20");
            case CALLS_LIMIT -> Map.of("MAX_IN_FLIGHT", "1");
            case BUDGET -> Map.of("BUDGET_PER_DAY", "0.000002");
            case LIMIT_HEADERS -> Map.of("REQUESTS_PER_MINUTE", "100", "TOKENS_PER_DAY", "100000");
            default -> Map.of();
        };
    }

    /** A request to this model, route or target. */
    ObjectNode body(String model) {
        var body = form.surface().body(model, PROMPT);
        if (form == AskedForm.CHAT_STREAM || form == AskedForm.COMPLETIONS_STREAM) {
            body.putObject("stream_options").put("include_usage", true);
        }
        return form.streams() ? body.put("stream", true) : body;
    }

    /** The coming answers of an entry, one each; behind them it answers well. */
    FeatureCell plays(int entry, Script... scripts) {
        next.get(entry).addAll(List.of(scripts));
        return this;
    }

    Script well() {
        return form.format().answer(form.streams());
    }

    /** @param format that of the entry which is asked */
    synchronized Script answer(UpstreamFormat format, int entry, Received request) {
        requests.add(request);
        var script = next.get(entry).poll();
        notifyAll();
        return script == null ? format.answer(form.streams()) : script;
    }

    /** What was asked of this cell's model so far. */
    List<Received> requests() {
        return List.copyOf(requests);
    }

    /** Request {@code n}, from 0, of this cell. */
    synchronized Received awaitRequest(int n) throws InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        for (long left = 30_000; requests.size() <= n && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        if (requests.size() <= n) {
            throw new AssertionError("request " + n + " did not come");
        }
        return requests.get(n);
    }

    @Override
    public String toString() {
        return form + ": " + feature.words();
    }
}

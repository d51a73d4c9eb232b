package dev.caramba.packaged;

import static dev.caramba.packaged.AskedForm.values;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One packaged application with two entries of each format, and for each cell of the matrix a model of its own, so that
 * nothing of one cell weighs on another. {@code anna} may ask for everything; whoever a cell limits is its own caller.
 */
final class FeatureBench implements AutoCloseable {

    static final String ANNA = "anna";
    static final String STRANGER = "stranger";

    private final Upstream upstream = Upstream.start().always(this::script);
    private final Collector collector;
    private final Map<String, FeatureCell> cells = new ConcurrentHashMap<>();
    private final CarambaProcess caramba;

    FeatureBench() throws Exception {
        collector = Collector.willing();
        var environment = new HashMap<>(Map.of(
                "CARAMBA_LOG_REQUESTS", "on",
                "CARAMBA_BALANCER_STRATEGY", "priority",
                "CARAMBA_BALANCER_HEDGE_BUDGET", "1",
                "CARAMBA_HTTP_KEEP_ALIVE", "500ms",
                "CARAMBA_HTTP_HEAD_DELAY", "4s",
                "CARAMBA_TRACING_ENDPOINT", collector.url(),
                "CARAMBA_USAGE_ENABLED", "true"));
        Stream.of(UpstreamFormat.values()).forEach(format -> {
            entry(environment, format, 1);
            entry(environment, format, 2);
        });
        caller(environment, ANNA, Map.of("ADMIN", "true"));
        caller(environment, STRANGER, Map.of("PROVIDERS", "ollama2"));
        for (var form : values()) {
            for (var feature : SurfaceFeature.values()) {
                cell(environment, form, feature);
            }
        }
        environment.put(
                "CARAMBA_USAGE_PRICES",
                cells.values().stream()
                        .filter(FeatureCell::hasPrice)
                        .flatMap(cell -> Stream.of(1, 2).map(cell::target))
                        .map(target -> target + "=1:2")
                        .collect(Collectors.joining(",")));
        caramba = CarambaProcess.start(environment);
    }

    private void entry(Map<String, String> environment, UpstreamFormat format, int number) {
        var name = name(format, number);
        var prefix = "CARAMBA_PROVIDERS_" + name.toUpperCase(Locale.ROOT);
        environment.put(prefix + "_TYPE", format.type());
        environment.put(prefix + "_BASE_URL", upstream.baseUrl() + "/" + name);
        environment.put(prefix + "_API_KEY", "key-of-" + name);
        environment.put(prefix + "_MODEL", "none");
        environment.put(prefix + "_PRIORITY", String.valueOf(number));
    }

    private void cell(Map<String, String> environment, AskedForm form, SurfaceFeature feature) {
        var cell = new FeatureCell(form, feature);
        cells.put(cell.model(), cell);
        var route = "CARAMBA_ROUTES_" + cell.route().toUpperCase(Locale.ROOT);
        environment.put(route + "_TARGETS", cell.target(1) + "," + cell.target(2));
        switch (feature) {
            case HEDGING -> environment.put(route + "_HEDGE_AFTER", "100ms");
            case CACHE -> environment.put(route + "_CACHE_TTL", "5m");
            default -> {}
        }
        var grant = cell.grant();
        if (!grant.isEmpty()) {
            caller(environment, cell.caller(), grant);
        }
    }

    private static void caller(Map<String, String> environment, String name, Map<String, String> grant) {
        var upper = name.toUpperCase(Locale.ROOT);
        environment.put("CARAMBA_ACCESS_KEYS_" + upper, sha256(keyOf(name)));
        grant.forEach((limit, value) -> environment.put("CARAMBA_ACCESS_GRANTS_" + upper + "_" + limit, value));
    }

    static String name(UpstreamFormat format, int number) {
        return format.name().toLowerCase(Locale.ROOT) + number;
    }

    static String keyOf(String caller) {
        return "key-of-" + caller;
    }

    FeatureCell cell(AskedForm form, SurfaceFeature feature) {
        return cells.get(new FeatureCell(form, feature).model());
    }

    CarambaProcess caramba() {
        return caramba;
    }

    Upstream upstream() {
        return upstream;
    }

    Collector collector() {
        return collector;
    }

    /** What was used of a model, by target. */
    Map<String, JsonNode> usage(String caller, FeatureCell cell) throws Exception {
        var answer = caramba.get(
                "/usage?group=caller,provider,model&caller=" + caller + "&model=" + cell.model()
                        + UsageReport.SINCE_YESTERDAY,
                keyOf(ANNA));
        var rows = new HashMap<String, JsonNode>();
        Json.object(answer.body())
                .orElseThrow(() -> new AssertionError(answer.body()))
                .path("rows")
                .forEach(row -> rows.put(
                        row.path("provider").asText() + "/" + row.path("model").asText(), row));
        return rows;
    }

    private Script script(Received request) {
        var model = request.json().path("model").asText();
        var entry = request.path().split("/")[1];
        var format =
                UpstreamFormat.valueOf(entry.substring(0, entry.length() - 1).toUpperCase(Locale.ROOT));
        return cells.get(model).answer(format, Integer.parseInt(entry.substring(entry.length() - 1)), request);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        caramba.close();
        collector.close();
        upstream.close();
    }
}

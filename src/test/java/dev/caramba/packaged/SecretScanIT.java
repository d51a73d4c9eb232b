package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.observe.DocumentedMeters;
import dev.caramba.redis.RedisBinary;
import dev.caramba.redis.RedisConsole;
import dev.caramba.redis.RedisProcess;
import dev.caramba.testing.SecretScan;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A busy run in which everything goes wrong that can, with the log as talkative as it gets: no secret is in what comes
 * out, in any form; and what comes out is what {@code docs/operations.md} lists.
 */
class SecretScanIT {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Pattern SERIES = Pattern.compile("(?m)^(caramba_[a-z_]+)(?:\\{([^}]*)})? ");
    /** Prometheus' own label of a histogram's buckets. */
    private static final String BUCKET_BOUND = "le";

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
    private static final Pattern REDIS_KEY = Pattern.compile("`((?:\\{caramba}|caramba):[^`]+)`");

    private static final String THOUGHTS =
            "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"output\":"
                    + "[{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"c2VhbGVk\"},"
                    + "{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":"
                    + "[{\"type\":\"output_text\",\"text\":\"Hello\",\"annotations\":[]}]}]}";

    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, String> seen = new LinkedHashMap<>();
    private final Upstream upstream = Upstream.start().always(this::script);
    private CarambaProcess caramba;

    @Test
    void no_secret_comes_out_and_everything_else_is_documented() throws Exception {
        try (var collector = new Collector();
                var redis = new RedisProcess(
                        RedisBinary.REDIS_6, "--requirepass", secret("the password of Redis", "r3d1s"))) {
            caramba = CarambaProcess.start(environment(collector, redis));
            try {
                everyFailure();
                everySurface();
                var redisKeys = keys(redis);
                redis.kill();
                call("/generate", "{\"model\":\"good\",\"prompt\":\"Hi\"}");
                get("/q/metrics");
                get("/providers");
                assertTrue(collector.awaitRefusal() && collector.awaitExport(), "nothing was exported");
                assertDocumented(redisKeys);
                caramba.stop();
            } finally {
                caramba.close();
            }
            see("the log", String.join("\n", caramba.output()));
            see("the spans", String.join("\n", collector.exports()));
            assertThatTheRunWasOne(collector);
        } finally {
            upstream.close();
        }
        assertEquals(List.of(), found());
    }

    @Test
    void no_mistake_in_the_configuration_shows_a_secret() throws Exception {
        var value = secret("a value", "m1st");
        var mistakes = List.of(
                Map.of("CARAMBA_SINK_URL", "http://user:" + encoded(value) + "@sink.invalid"),
                Map.of("REDIS_URL", "redis://:" + value + " /@localhost"),
                Map.of("CARAMBA_ACCESS_KEYS_ALICE", value),
                Map.of(
                        "CARAMBA_TRACING_ENDPOINT",
                        "http://localhost:4318",
                        "CARAMBA_TRACING_HEADERS",
                        value.replace("=", "")),
                Map.of("CARAMBA_TRACING_ENDPOINT", "http://user:" + encoded(value) + "@localhost:4318"),
                Map.of(
                        "CARAMBA_PROVIDERS_X_TYPE",
                        "openai",
                        "CARAMBA_PROVIDERS_X_BASE_URL",
                        "http://u:" + encoded(value) + "@h/v1"),
                Map.of("OPENAI_API_KEY", value + "\nsecond line"));

        var processes = new ArrayList<CarambaProcess>();
        for (var mistake : mistakes) {
            var environment = new HashMap<>(mistake);
            environment.put("QUARKUS_LOG_LEVEL", "DEBUG");
            processes.add(CarambaProcess.launch(environment));
        }
        for (int i = 0; i < mistakes.size(); i++) {
            assertEquals(1, processes.get(i).awaitExit(), mistakes.get(i)::toString);
            see("mistake " + i, String.join("\n", processes.get(i).output()));
        }
        upstream.close();

        assertEquals(
                List.of(), new SecretScan(Map.of("a value", value.replace("=", ""))).find("mistakes", seen.toString()));
        assertEquals(List.of(), found());
    }

    private void everyFailure() throws Exception {
        for (int i = 0; i < EchoFaults.all().size(); i++) {
            var model = "\"model\":\"echo" + i + "\"";
            call("/generate", "{" + model + ",\"prompt\":\"Hi\"}");
            for (var stream : List.of("", ",\"stream\":true")) {
                var turns = "{" + model + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
                call("/v1/chat/completions", turns + "}");
                call("/v1/messages", turns + ",\"max_tokens\":9}");
                call("/v1/responses", "{" + model + stream + ",\"input\":\"Hi\"}");
                call("/v1/completions", "{" + model + stream + ",\"prompt\":\"Hi\"}");
            }
            call("/v1/embeddings", "{\"model\":\"echo" + i + "/m\",\"input\":\"Hi\"}");
        }
        for (var name : BuiltInKeys.NAMES) {
            call("/generate", "{\"model\":\"" + name + "\",\"prompt\":\"Hi\"}");
        }
        call("/generate", "{\"model\":\"hedged\",\"prompt\":\"Hi\"}");
        call(
                "/v1/chat/completions",
                "{\"model\":\"resumed\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        call("/generate", "{\"model\":\"nobody\",\"prompt\":\"Hi\"}");
        call("/generate", "{broken");
    }

    private void everySurface() throws Exception {
        var prompts = Stream.of("echo0", "echo1", "good")
                .map(model -> "{\"id\":\"" + model + "\",\"model\":\"" + model + "\",\"prompt\":\"Hi\"}")
                .collect(Collectors.joining(","));
        call("/batch", "{\"prompts\":[" + prompts + "]}");
        call("/", "{\"model\":\"echo0\",\"prompt\":\"Hi\"}", event("caramba.generate", "e1"));
        call("/generate", "{\"model\":\"good\",\"prompt\":\"Hi\"}", "idempotency-key", "once");
        get("/results/once");
        call("/generate", "{\"model\":\"good\",\"prompt\":\"Hi\",\"cache\":{\"ttl\":\"5m\"}}");
        call("/v1/messages/count_tokens", "{\"model\":\"anthropic\",\"messages\":[]}");
        call("/v1/responses", "{\"model\":\"thinks\",\"input\":\"Hi\"}");
        get("/v1/responses/nobody");
        send(request("/access/keys/bob", secrets.get("an access key")).PUT(body("{\"routes\":[\"hedged\"]}")));
        get("/access/keys");
        get("/usage");
        send(request("/generate", secret("a key that nobody has", "wr0ng")).POST(body("{\"prompt\":\"Hi\"}")));
        send(request("/generate", "wrong")
                .header("x-api-key", secrets.get("a key that nobody has"))
                .header("api-key", secrets.get("a key that nobody has"))
                .POST(body("{\"prompt\":\"Hi\"}")));
        send(request("/providers/good/disable", secrets.get("a key that nobody has"))
                .POST(body("")));
        call("/providers/good/disable", "");
        call("/generate", "{\"model\":\"good\",\"prompt\":\"Hi\"}");
        call("/providers/good/enable", "");
        call("/providers/nobody/reset", "");
        for (var path : List.of("/providers", "/v1/models", "/q/health", "/q/health/ready", "/q/metrics", "/nothing")) {
            get(path);
        }
    }

    /** The scrape, and the keys in Redis. */
    private void assertDocumented(Set<String> redisKeys) throws Exception {
        var labels = new TreeMap<String, Set<String>>();
        SERIES.matcher(seen.get("GET /q/metrics"))
                .results()
                .forEach(series -> LABEL.matcher(series.group(2) == null ? "" : series.group(2))
                        .results()
                        .filter(label -> !label.group(1).equals(BUCKET_BOUND))
                        .forEach(label -> labels.computeIfAbsent(
                                        DocumentedMeters.family(series.group(1)), name -> new TreeSet<>())
                                .add(label.group(1))));
        SERIES.matcher(seen.get("GET /q/metrics"))
                .results()
                .forEach(series ->
                        labels.computeIfAbsent(DocumentedMeters.family(series.group(1)), name -> new TreeSet<>()));
        var documented = new TreeMap<String, Set<String>>();
        DocumentedMeters.all().forEach((name, meter) -> documented.put(name, meter.labels()));
        assertEquals(documented, labels);

        var known = REDIS_KEY
                .matcher(Files.readString(Path.of("docs/operations.md")))
                .results()
                .map(key -> key.group(1))
                .filter(key -> !key.contains("*"))
                .collect(Collectors.toSet());
        redisKeys.forEach(key -> assertTrue(known.stream().anyMatch(pattern -> matches(pattern, key)), key));
        known.forEach(pattern ->
                assertTrue(redisKeys.stream().anyMatch(key -> matches(pattern, key)), () -> pattern + " " + redisKeys));
    }

    private static boolean matches(String pattern, String key) {
        var regex = Stream.of(pattern.split("<[a-z]+>", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]+"));
        return key.matches(regex) || pattern.endsWith(">") && key.matches(regex + ".*");
    }

    /** A scan of nothing finds nothing: the secrets were used, and the run has left its traces. */
    private void assertThatTheRunWasOne(Collector collector) {
        var sent = upstream.requests().stream()
                .map(request -> request.headers().toString())
                .collect(Collectors.joining("\n"));
        secrets.forEach((name, secret) -> {
            if (name.startsWith("the key of ")) {
                assertTrue(sent.contains(secret), () -> name + " was not sent");
            }
        });
        assertTrue(sent.contains("traceparent=00-" + TRACE), "no trace was handed on");
        assertTrue(
                collector.authorizations().contains("Bearer " + secrets.get("the header for the collector")),
                collector.authorizations()::toString);
        var log = seen.get("the log");
        for (var line : List.of(
                "DEBUG",
                "call id=",
                "trace=" + TRACE,
                "disable good by",
                "outcome=refused",
                "spans cannot be exported")) {
            assertTrue(log.contains(line), line);
        }
        assertTrue(seen.get("the spans").contains("gen_ai.operation.name"), "no span");
    }

    private List<String> found() {
        var scan = new SecretScan(secrets);
        return seen.entrySet().stream()
                .flatMap(entry -> scan.find(entry.getKey(), entry.getValue()).stream())
                .toList();
    }

    private Script script(Received request) {
        var provider = request.path().split("/")[1];
        boolean stream = request.text().contains("\"stream\":true");
        if (provider.startsWith("echo")) {
            return EchoFaults.all()
                    .get(Integer.parseInt(provider.substring("echo".length())))
                    .apply(request);
        }
        return switch (provider) {
            case "good" -> EchoFaults.answer(stream);
            case "thinks" -> Script.json(200, THOUGHTS);
            case "silent" -> Script.never();
            case "cut" -> EchoFaults.broken();
            case "sink" -> Script.json(500, "{\"error\":\"" + request.path() + "\"}");
            default -> EchoFaults.all().get(0).apply(request);
        };
    }

    private Map<String, String> environment(Collector collector, RedisProcess redis) throws Exception {
        var environment = new HashMap<String, String>();
        for (int i = 0; i < EchoFaults.all().size(); i++) {
            provider(environment, "echo" + i);
        }
        for (var name : List.of("good", "thinks", "silent", "cut")) {
            provider(environment, name);
        }
        BuiltInKeys.VARIABLES.forEach((name, variable) -> {
            environment.put(variable, secret("the key of " + name, name));
            environment.put("CARAMBA_PROVIDERS_" + name.toUpperCase() + "_BASE_URL", upstream.baseUrl() + "/" + name);
        });
        environment.put("CARAMBA_PROVIDERS_THINKS_RESPONSES", "true");
        environment.putAll(Map.of(
                "CARAMBA_ROUTES_HEDGED_TARGETS", "silent/m,good/m",
                "CARAMBA_ROUTES_HEDGED_STRATEGY", "priority",
                "CARAMBA_ROUTES_HEDGED_HEDGE_AFTER", "50ms",
                "CARAMBA_PROVIDERS_SILENT_PRIORITY", "1",
                "CARAMBA_ROUTES_RESUMED_TARGETS", "cut/m,good/m",
                "CARAMBA_ROUTES_RESUMED_STRATEGY", "priority",
                "CARAMBA_PROVIDERS_CUT_PRIORITY", "1"));
        var key = secret("an access key", "acc3ss");
        environment.put("CARAMBA_ACCESS_KEYS_ALICE", sha256(key));
        secrets.put("the digest of an access key", sha256(key));
        environment.put("CARAMBA_ACCESS_GRANTS_ALICE_ADMIN", "true");
        environment.put("CARAMBA_ACCESS_GRANTS_ALICE_REQUESTS_PER_MINUTE", "100000");
        environment.put("CARAMBA_ACCESS_GRANTS_ALICE_MAX_IN_FLIGHT", "1000");
        environment.put("CARAMBA_ACCESS_GRANTS_ALICE_BUDGET_PER_MONTH", "1000000");
        environment.put("CARAMBA_USAGE_ALLOW_UNPRICED", "true");
        environment.put("CARAMBA_USAGE_PRICES", "good/m=1:1");
        environment.put("CARAMBA_ACCESS_SHARED_KEYS", "true");
        environment.put("CARAMBA_STORE_PERSISTENT", "true");
        environment.put(
                "REDIS_URL",
                "redis://:" + encoded(secrets.get("the password of Redis")) + "@127.0.0.1:" + redis.port());
        environment.put(
                "K_SINK",
                upstream.baseUrl() + "/sink/"
                        + secret("the address of the sink", "s1nk").replaceAll("[^a-z0-9]", ""));
        secrets.computeIfPresent("the address of the sink", (name, value) -> value.replaceAll("[^a-z0-9]", ""));
        environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
        environment.put(
                "OTEL_EXPORTER_OTLP_HEADERS",
                "authorization=" + encoded("Bearer " + secret("the header for the collector", "0tlp")));
        // every surface asks those that fail anew
        environment.putAll(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.remove("CARAMBA_BALANCER_MAX_ATTEMPTS");
        environment.putAll(Map.of(
                "QUARKUS_LOG_LEVEL", "DEBUG",
                "QUARKUS_LOG_CATEGORY__DEV_CARAMBA__LEVEL", "TRACE",
                "CARAMBA_BALANCER_MAX_RETRY_WAIT", "1ms",
                "CARAMBA_BALANCER_MIN_BACKOFF", "1ms",
                "CARAMBA_BALANCER_MAX_BACKOFF", "1ms",
                "CARAMBA_BALANCER_DEADLINE", "20s"));
        return environment;
    }

    private void provider(Map<String, String> environment, String name) {
        var prefix = "CARAMBA_PROVIDERS_" + name.toUpperCase() + "_";
        environment.put(prefix + "TYPE", "openai-compatible");
        environment.put(prefix + "BASE_URL", upstream.baseUrl() + "/" + name + "/v1");
        environment.put(prefix + "MODEL", "m");
        environment.put(prefix + "API_KEY", secret("the key of " + name, name));
    }

    /** One that no other is like, with everything in it that a header may hold and an encoding changes. */
    private String secret(String name, String word) {
        return secrets.computeIfAbsent(
                name, key -> word + "-K3y\"w/t+h=ev\\ry&th%ng~" + Integer.toHexString(name.hashCode()));
    }

    private Set<String> keys(RedisProcess redis) throws Exception {
        // a call that is under way holds a lease
        var before = upstream.requests().size();
        var pending = HTTP.sendAsync(
                request("/generate", secrets.get("an access key"))
                        .POST(body("{\"model\":\"silent\",\"prompt\":\"Hi\",\"timeoutMs\":2000}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        call("/providers/cut/disable", "");
        upstream.awaitRequest(before);
        try (var console = new RedisConsole(redis)) {
            assertEquals(
                    "+OK",
                    console.ask("AUTH "
                            + Json.write(Json.array().add(secrets.get("the password of Redis")))
                                    .replaceAll("^\\[|]$", "")));
            console.ask("KEYS *");
            console.ask("PING");
            return console.linesUntil("PONG").stream()
                    .filter(line -> !line.startsWith("$"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } finally {
            see("a call with a short deadline", pending.get().body());
        }
    }

    private void call(String path, String json, String... headers) throws Exception {
        var request = request(path, secrets.get("an access key")).POST(body(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        send(request);
    }

    private void get(String path) throws Exception {
        send(request(path, secrets.get("an access key")).GET());
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create(caramba.url() + path))
                .header("content-type", "application/json")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .header("authorization", "Bearer " + key);
    }

    private void send(HttpRequest.Builder builder) throws Exception {
        var request = builder.build();
        var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        var name = request.method() + " " + request.uri().getPath();
        if (request.method().equals("GET")) {
            seen.remove(name);
        }
        see(name, response.statusCode() + " " + response.headers().map() + "\n" + response.body());
    }

    private void see(String place, String text) {
        seen.merge(place, text, (before, more) -> before + "\n" + more);
    }

    private static String[] event(String type, String id) {
        return new String[] {"ce-specversion", "1.0", "ce-type", type, "ce-source", "/test", "ce-id", id};
    }

    private static HttpRequest.BodyPublisher body(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The built-in entries with keys. */
    private static final class BuiltInKeys {

        static final Map<String, String> VARIABLES = Map.of(
                "openai", "OPENAI_API_KEY",
                "anthropic", "ANTHROPIC_API_KEY",
                "google", "GOOGLE_API_KEY",
                "cohere", "COHERE_API_KEY",
                "huggingface", "HF_API_KEY",
                "nvidia", "NVIDIA_API_KEY");
        static final Set<String> NAMES = VARIABLES.keySet();
    }
}

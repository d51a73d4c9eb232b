package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.redis.RedisConsole;
import dev.caramba.redis.RedisProcess;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is counted is what the simulators have handed out, to the token. The prompt tells a simulator who asks and what
 * is to go wrong.
 */
class UsageIT {

    private static final List<String> CALLERS = List.of("alice", "bob", "carol");
    private static final List<String> KINDS =
            List.of("whole", "streamed", "limited", "broken", "toldandbroken", "down");
    private static final long SEED = 20_261_130;
    private static final String TEXT = "Zwei Boote fuhren aus, und eines kam zurück.";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern COMMAND = Pattern.compile("\\[\\d+ [^l][^]]*] \"(\\w+)\".*");

    private final RedisProcess redis = new RedisProcess();
    private final Upstream alpha = Upstream.start();
    private final Upstream beta = Upstream.start();
    private final Map<String, String> environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
    private final List<CarambaProcess> instances = new ArrayList<>();
    private final HandedOut handedOut = new HandedOut();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final CompletableFuture<Void> held = new CompletableFuture<>();

    @BeforeEach
    void start() throws Exception {
        environment.remove("CARAMBA_BALANCER_MAX_ATTEMPTS");
        environment.put("REDIS_URL", redis.url());
        environment.put("CARAMBA_LOG_REQUESTS", "off");
        // what a slow machine keeps for later would be lost with the instance that is killed
        environment.put("CARAMBA_STORE_TIMEOUT", "5s");
        environment.put("CARAMBA_STORE_STRICT_TIMEOUT", "5s");
        environment.put("CARAMBA_USAGE_ENABLED", "true");
        environment.put("CARAMBA_USAGE_PRICES", "alpha/model-1=1:2,beta/model-1=0.15:0.075:0.6");
        environment.put("CARAMBA_ROUTES_PAIR_TARGETS", "alpha,beta");
        environment.put("CARAMBA_ROUTES_PAIR_STRATEGY", "priority");
        environment.put("CARAMBA_PROVIDERS_ALPHA_PRIORITY", "1");
        for (var caller : CALLERS) {
            environment.put("CARAMBA_ACCESS_KEYS_" + caller.toUpperCase(Locale.ROOT), sha256("key-of-" + caller));
        }
        environment.put("CARAMBA_ACCESS_GRANTS_ALICE_ADMIN", "true");
        simulate("alpha", alpha, true);
        simulate("beta", beta, false);
    }

    @AfterEach
    void stop() throws Exception {
        for (var instance : instances) {
            instance.close();
        }
        alpha.close();
        beta.close();
        redis.close();
    }

    @Test
    void usage_is_the_sum_of_what_was_handed_out_with_an_instance_killed_in_the_middle() throws Exception {
        // Given
        var first = launch();
        var second = launch();
        assertEquals(List.of(), Callers.troubles(Callers.make(180, 6, n -> call(n % 2 == 0 ? first : second, n))));

        // When: some calls of the second are under way, and their providers have not told their tokens yet
        var underWay = new ArrayList<HttpResponse<InputStream>>();
        for (int n = 0; n < 6; n++) {
            underWay.add(HTTP.send(stream(second, "alice", "pair", "held"), HttpResponse.BodyHandlers.ofInputStream()));
        }
        assertEquals(underWay.size(), handedOut.held());
        try (var callers = Callers.start(3, n -> call(first, n))) {
            callers.await(10);
            second.kill();
            for (int n = 0; n < underWay.size(); n++) {
                underWay.get(n).body().close();
            }
            callers.await(40);
            assertEquals(List.of(), Callers.troubles(callers.stop()));
        }
        held.complete(null);
        var third = launch();
        assertEquals(List.of(), Callers.troubles(Callers.make(60, 6, n -> call(n % 2 == 0 ? first : third, n))));

        // Then
        var rows = rows(usage(first, "group=caller,provider,model"));
        assertEquals(handedOut.tokens(), tokens(rows), this::output);
        assertEquals(handedOut.answered(underWay.size()), attempts(rows));
        assertEquals(rows(usage(third, "group=caller,provider,model")), rows);
        rows.forEach((row, figures) -> assertEquals(
                0, costOf(row, figures).compareTo(figures.path("cost").decimalValue()), () -> row + " " + figures));
        assertEquals(0, usage(first, "").path("total").path("unpriced").asInt());
        assertEquals(
                answered.get(), usage(first, "").path("total").path("calls").asInt());
    }

    @Test
    void nothing_is_lost_or_doubled_while_redis_hangs_and_is_away() throws Exception {
        // Given
        environment.put("CARAMBA_STORE_TIMEOUT", "300ms");
        environment.put("CARAMBA_STORE_STRICT_TIMEOUT", "300ms");
        var instance = launch();
        call(instance, 0);

        // When
        redis.freeze();
        for (int n = 1; n <= 12; n++) {
            call(instance, n);
        }
        redis.thaw();
        awaitUsage(instance);
        redis.freeze();
        call(instance, 13);
        redis.thaw();

        // Then
        awaitUsage(instance);
        assertEquals(handedOut.answered(0), attempts(rows(usage(instance, "group=caller,provider,model"))));
    }

    @Test
    void a_caller_who_leaves_is_counted_and_nothing_is_guessed() throws Exception {
        // Given
        var instance = launch();
        var response = HTTP.send(stream(instance, "bob", "alpha", "held"), HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());

        // When
        response.body().close();
        alpha.awaitClientClose(0);

        // Then
        var row = awaitRow(instance, "bob/alpha/model-1");
        assertEquals(1, row.path("untold").asInt());
        assertEquals(1, row.path("errors").asInt());
        assertEquals(0, row.path("inputTokens").asInt());
        held.complete(null);
    }

    @Test
    void a_call_costs_one_round_trip_more() throws Exception {
        // Given
        var instance = launch();
        call(instance, 0);
        try (var server = new RedisConsole(redis);
                var monitor = new RedisConsole(redis)) {
            assertEquals("+OK", monitor.ask("MONITOR"));

            // When
            for (int n = 0; n < 10; n++) {
                ask(instance, "alice", "beta", n % 2 == 0 ? "whole" : "streamed");
            }

            // Then
            server.ask("ECHO enough");
            long scripts = monitor.linesUntil("\"ECHO\" \"enough\"").stream()
                    .map(COMMAND::matcher)
                    .filter(line -> line.find() && line.group(1).equalsIgnoreCase("evalsha"))
                    .count();
            assertEquals(3 * 10, scripts);
        }
    }

    @Test
    void it_can_be_read_as_csv() throws Exception {
        var instance = launch();
        ask(instance, "alice", "beta", "whole");

        var response = get(instance, "/usage?format=csv&group=caller,route,provider" + UsageReport.SINCE_YESTERDAY);

        assertEquals(
                "text/csv; charset=utf-8",
                response.headers().firstValue("content-type").orElse(""));
        var told = handedOut.tokens().get("alice/beta/model-1");
        assertEquals(
                "caller,route,provider,calls,errors,attempts,failures,untold,inputTokens,cachedInputTokens,outputTokens,"
                        + "reasoningTokens,cost,unpriced\r\n"
                        + "alice,-,beta,1,0,1,0,0," + told.get(0) + ",0," + told.get(1) + ",0,"
                        + cost(told.get(0), "0.15", told.get(1), "0.6")
                                .setScale(9)
                                .toPlainString() + ",0\r\n",
                response.body());
    }

    @Test
    void a_budget_is_warned_of_and_then_holds_and_everybody_sees_their_own() throws Exception {
        // Given: usage is counted because there is a budget; the first call costs 13 millionths of a dollar
        environment.remove("CARAMBA_USAGE_ENABLED");
        environment.put("CARAMBA_ACCESS_GRANTS_BOB_BUDGET_PER_DAY", "0.000016");
        var first = launch();
        var second = launch();

        // When
        var within = unary(first, "bob", "alpha", "whole");
        var warned = unary(second, "bob", "alpha", "whole");
        var refused = HTTP.send(stream(first, "bob", "alpha", "streamed"), HttpResponse.BodyHandlers.ofString());
        var unlimited = unary(second, "alice", "alpha", "whole");

        // Then
        assertEquals(200, within.statusCode(), within::body);
        assertEquals("0.000016", header(within, "x-caramba-budget-remaining"));
        assertEquals("", header(within, "x-caramba-budget-warning"));
        assertEquals(200, warned.statusCode(), warned::body);
        assertEquals("0.000003", header(warned, "x-caramba-budget-remaining"));
        assertEquals("81% of the daily budget is spent", header(warned, "x-caramba-budget-warning"));
        assertEquals(429, refused.statusCode(), refused::body);
        assertEquals(
                "insufficient_quota",
                Json.parse(refused.body())
                        .orElseThrow()
                        .path("error")
                        .path("code")
                        .asText());
        assertEquals("0.000000", header(refused, "x-caramba-budget-remaining"));
        assertEquals("false", header(refused, "x-should-retry"));
        long wait = Long.parseLong(header(refused, "retry-after"));
        assertTrue(wait > 0 && wait <= Duration.ofDays(1).toSeconds(), () -> "retry-after: " + wait);
        assertEquals(200, unlimited.statusCode(), unlimited::body);
        assertEquals("", header(unlimited, "x-caramba-budget-remaining"));
        assertEquals(3, alpha.requests().size());
        assertEquals(403, get(first, "bob", "/usage").statusCode());
        assertEquals(403, get(first, "bob", "/usage?caller=alice").statusCode());
        assertEquals(200, get(first, "bob", "/usage?caller=bob").statusCode());
        assertEquals(handedOut.tokens(), tokens(rows(usage(first, "group=caller,provider,model"))));
    }

    private String output() {
        return instances.stream()
                .flatMap(instance -> instance.output().stream())
                .collect(Collectors.joining("\n"));
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private CarambaProcess launch() throws Exception {
        var instance = CarambaProcess.start(environment);
        instances.add(instance);
        return instance;
    }

    /** Call number n: its caller, its kind and what it asks for follow from the number. */
    private void call(CarambaProcess instance, int n) throws Exception {
        var asked = n % 5 == 0 ? "beta" : "pair";
        ask(instance, CALLERS.get(n % CALLERS.size()), asked, KINDS.get(n % KINDS.size()));
    }

    /** A call that gets its whole answer, whatever goes wrong on the way. */
    private void ask(CarambaProcess instance, String caller, String model, String kind) throws Exception {
        var streamed = !kind.equals("whole") && !kind.equals("limited") && !kind.equals("down");
        if (streamed) {
            var response = HTTP.send(stream(instance, caller, model, kind), HttpResponse.BodyHandlers.ofString());
            assertEquals(TEXT, StreamedText.of(response));
            answered.incrementAndGet();
            return;
        }
        var response = unary(instance, caller, model, kind);
        assertEquals(200, response.statusCode(), response::body);
        answered.incrementAndGet();
    }

    private static HttpResponse<String> unary(CarambaProcess instance, String caller, String model, String kind)
            throws Exception {
        var asked = Json.object().put("prompt", caller + " " + kind).put("model", model);
        return HTTP.send(
                request(instance, caller, "/generate")
                        .POST(HttpRequest.BodyPublishers.ofString(asked.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest stream(CarambaProcess instance, String caller, String model, String kind) {
        var asked = Json.object().put("model", model).put("stream", true);
        asked.putArray("messages").addObject().put("role", "user").put("content", caller + " " + kind);
        return request(instance, caller, "/v1/chat/completions")
                .POST(HttpRequest.BodyPublishers.ofString(asked.toString()))
                .build();
    }

    private static HttpRequest.Builder request(CarambaProcess instance, String caller, String path) {
        return HttpRequest.newBuilder(URI.create(instance.url() + path))
                .timeout(Duration.ofSeconds(30))
                .header("authorization", "Bearer key-of-" + caller)
                .header("content-type", "application/json");
    }

    private static HttpResponse<String> get(CarambaProcess instance, String path) throws Exception {
        return get(instance, "alice", path);
    }

    private static HttpResponse<String> get(CarambaProcess instance, String caller, String path) throws Exception {
        return HTTP.send(request(instance, caller, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode usage(CarambaProcess instance, String query) throws Exception {
        var response = get(instance, "/usage?" + query + UsageReport.SINCE_YESTERDAY);
        assertEquals(200, response.statusCode(), response::body);
        return Json.parse(response.body()).orElseThrow();
    }

    /** Asks until what was kept during an outage has arrived. */
    private void awaitUsage(CarambaProcess instance) throws Exception {
        Map<String, List<Long>> seen = Map.of();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!seen.equals(handedOut.tokens()) && System.nanoTime() < end) {
            var response = get(instance, "/usage?group=caller,provider,model" + UsageReport.SINCE_YESTERDAY);
            if (response.statusCode() == 200) {
                seen = tokens(rows(Json.parse(response.body()).orElseThrow()));
            }
        }
        assertEquals(handedOut.tokens(), seen);
    }

    private JsonNode awaitRow(CarambaProcess instance, String row) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        var rows = rows(usage(instance, "group=caller,provider,model"));
        while (!rows.containsKey(row) && System.nanoTime() < end) {
            rows = rows(usage(instance, "group=caller,provider,model"));
        }
        return rows.get(row);
    }

    private static Map<String, JsonNode> rows(JsonNode usage) {
        var rows = new TreeMap<String, JsonNode>();
        usage.path("rows")
                .forEach(row -> rows.put(
                        row.path("caller").asText() + "/" + row.path("provider").asText() + "/"
                                + row.path("model").asText(),
                        row));
        return rows;
    }

    private static Map<String, List<Long>> tokens(Map<String, JsonNode> rows) {
        var tokens = new TreeMap<String, List<Long>>();
        rows.forEach((row, figures) -> tokens.put(
                row,
                List.of(
                        figures.path("inputTokens").asLong(),
                        figures.path("outputTokens").asLong())));
        return tokens;
    }

    private static long attempts(Map<String, JsonNode> rows) {
        return rows.values().stream()
                .mapToLong(row -> row.path("attempts").asLong())
                .sum();
    }

    private static BigDecimal costOf(String row, JsonNode figures) {
        var input = figures.path("inputTokens").asLong();
        var output = figures.path("outputTokens").asLong();
        return row.contains("/alpha/") ? cost(input, "1", output, "2") : cost(input, "0.15", output, "0.6");
    }

    private static BigDecimal cost(long input, String inputPrice, long output, String outputPrice) {
        return new BigDecimal(inputPrice)
                .multiply(BigDecimal.valueOf(input))
                .add(new BigDecimal(outputPrice).multiply(BigDecimal.valueOf(output)))
                .movePointLeft(6);
    }

    /**
     * Answers each request as its prompt says, and closes connections as real servers do; a provider that is not the
     * first one to be asked answers well.
     */
    private void simulate(String provider, Upstream upstream, boolean troubled) {
        var prefix = "CARAMBA_PROVIDERS_" + provider.toUpperCase(Locale.ROOT);
        environment.put(prefix + "_BASE_URL", upstream.baseUrl() + "/v1");
        environment.put(prefix + "_MODEL", "model-1");
        upstream.closeAtRandom(SEED).always(request -> {
            var words = request.json()
                    .path("messages")
                    .path(0)
                    .path("content")
                    .asText()
                    .split(" ");
            var row = words[0] + "/" + provider + "/model-1";
            handedOut.asked(row, words[1].equals("held"));
            return answer(request, row, troubled || words[1].equals("held") ? words[1] : "well");
        });
    }

    private Script answer(Received request, String row, String kind) {
        var answer = ChatAnswer.of(TEXT).inEvents(4);
        return switch (kind) {
            case "limited" -> ChatAnswer.error(429, "rate_limit_error", "slow down");
            // behind the head: a kept connection that dies before it is asked once more
            case "down" -> answer.cutAfter(0).thenCut();
            case "broken" -> answer.cutAfter(2).thenCut();
            case "toldandbroken" -> {
                int number = numbers.incrementAndGet();
                handedOut.told(row, 10 + number, number);
                yield answer.cutAfter(2)
                        .chunk("data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":" + (10 + number)
                                + ",\"completion_tokens\":" + number + "}}\n\n")
                        .thenCut();
            }
            case "held" -> answer.cutAfter(2).until(held).thenCut();
            default -> {
                int number = numbers.incrementAndGet();
                handedOut.told(row, 10 + number, number);
                var told = answer.withUsage(10 + number, number);
                yield request.json().path("stream").asBoolean() ? told.stream() : told.unary();
            }
        };
    }

    private static String sha256(String key) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    /** What the simulators were asked and have told. */
    private final class HandedOut {

        private final Map<String, List<Long>> tokens = new TreeMap<>();
        private long asked;
        private long held;

        synchronized void asked(String row, boolean held) {
            asked++;
            this.held += held ? 1 : 0;
            tokens.putIfAbsent(row, List.of(0L, 0L));
        }

        synchronized void told(String row, long input, long output) {
            tokens.merge(row, List.of(input, output), (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
        }

        synchronized Map<String, List<Long>> tokens() {
            return new TreeMap<>(tokens);
        }

        /** How many requests were not answered to their end. */
        synchronized long held() {
            return held;
        }

        /** All requests but so many. */
        synchronized long answered(int held) {
            return asked - held;
        }
    }
}

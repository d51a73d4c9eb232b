package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.testing.RunsAlone;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every fault, for a whole answer and a stream, with the provider alone and with a healthy second one behind it: what
 * the caller gets and how often each provider is asked. Each cell has providers of its own, so that no cell knows what
 * another one learned. What was seen is written to {@code target/fault-matrix.md}.
 */
@RunsAlone
class FaultMatrixIT {

    private static final int AT_A_TIME = 8;
    private static final String TEXT = "one two three four five six ";
    private static final Faults FAULTS = new Faults(TEXT);
    private static final Path REPORT = Path.of("target", "fault-matrix.md");

    /** The faults that are told by a limit of time; all others have much of it, so that a busy machine is no fault. */
    private static final Set<String> SILENT = Set.of(
            "accepts and never answers",
            "a head and nothing more",
            "first token after 3 s",
            "stalls after 3 tokens, once",
            "stalls after 3 tokens");

    /**
     * The faults that are those of a new connection: one of the pool may be dead and blames nobody. Each of their cells has
     * a server of its own, and so no connection that served another one.
     */
    private static final Set<String> OF_A_NEW_CONNECTION =
            Set.of("closed before the head, once", "closed before the head");

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * Fault; then unary alone, streamed alone, unary with a second provider, streamed with a second provider: what the
     * caller gets, attempts at the faulty provider + at the second one; then the least time in ms that the caller waits
     * when the provider is alone.
     */
    private static final String EXPECTED = """
            429, Retry-After: 1                       | 429 rate_limit_exceeded 3    | 429 rate_limit_exceeded 3    | 200 1+1 | 200 1+1 | 2000
            429, Retry-After: a date, once            | 200 2                        | 200 2                        | 200 1+1 | 200 1+1 | 900
            429, retry-after-ms: 300, once            | 200 2                        | 200 2                        | 200 1+1 | 200 1+1 | 300
            429, x-ratelimit-reset-requests: 300ms, once | 200 2                     | 200 2                        | 200 1+1 | 200 1+1 | 300
            429 without a hint                        | 429 rate_limit_exceeded 3    | 429 rate_limit_exceeded 3    | 200 1+1 | 200 1+1 | 1000
            429, Retry-After: 60                      | 429 rate_limit_exceeded 1    | 429 rate_limit_exceeded 1    | 200 1+1 | 200 1+1 | 0
            503 once                                  | 200 2                        | 200 2                        | 200 1+1 | 200 1+1 | 250
            503 for ever                              | 503 overloaded 2             | 503 overloaded 2             | 200 1+1 | 200 1+1 | 250
            500 once                                  | 200 2                        | 200 2                        | 200 1+1 | 200 1+1 | 250
            500 for ever                              | 502 unavailable 2            | 502 unavailable 2            | 200 1+1 | 200 1+1 | 250
            connection refused                        | 502 network 2                | 502 network 2                | 200 1+1 | 200 1+1 | 250
            unknown host                              | 502 network 2                | 502 network 2                | 200 1+1 | 200 1+1 | 250
            TLS against a server without it           | 502 network 2                | 502 network 2                | 200 1+1 | 200 1+1 | 250
            closed before the head, once              | 200 2                        | 200 2                        | 200 1+1 | 200 1+1 | 250
            closed before the head                    | 502 network 2                | 502 network 2                | 200 1+1 | 200 1+1 | 250
            reset behind the head                     | 502 network 2                | 502 network 2                | 200 1+1 | 200 1+1 | 250
            accepts and never answers                 | 504 timeout 1                | 504 timeout 1                | 200 1+1 | 200 1+1 | 4000
            a head and nothing more                   | 504 timeout 1                | 504 timeout 1                | 200 1+1 | 200 1+1 | 2000
            first token after 3 s                   | 200 1                        | 200 1                        | 200 1   | 200 1+1 | 3000
            cut after 3 tokens, once                  | 200 2                        | 200 2                        | 200 1+1 | 200 1+1 | 250
            cut after 3 tokens                        | 502 network 2                | 200, error network 2         | 200 1+1 | 200 1+1 | 250
            reset after 3 tokens                      | 502 network 2                | 200, error network 2         | 200 1+1 | 200 1+1 | 250
            stalls after 3 tokens, once               | 504 timeout 1                | 200 2                        | 200 1+1 | 200 1+1 | 2000
            stalls after 3 tokens                     | 504 timeout 1                | 200, error timeout 2         | 200 1+1 | 200 1+1 | 2000
            malformed in the middle                   | 502 protocol 2               | 200, error protocol 2        | 200 1+1 | 200 1+1 | 250
            an error event after 3 tokens             | 503 overloaded 2             | 200, error overloaded 2      | 200 1+1 | 200 1+1 | 250
            ends without a finish reason              | 502 protocol 2               | 200, error network 2         | 200 1+1 | 200 1+1 | 250
            a finish reason without [DONE]            | 200 1                        | 200 1                        | 200 1   | 200 1   | 0
            one byte at a time                        | 200 1                        | 200 1                        | 200 1   | 200 1   | 0
            a head of 100 KB                          | 502 protocol 2               | 502 protocol 2               | 200 1+1 | 200 1+1 | 250
            JSON nested 50,000 deep                   | 502 protocol 2               | 502 protocol 2               | 200 1+1 | 200 1+1 | 250
            HTML                                      | 502 protocol 2               | 502 protocol 2               | 200 1+1 | 200 1+1 | 250
            context too long                          | 400 context_length_exceeded 1 | 400 context_length_exceeded 1 | 200 1+1 | 200 1+1 | 0
            content filter                            | 400 content_filter 1         | 400 content_filter 1         | 400 content_filter 1 | 400 content_filter 1 | 0
            bad request                               | 400 invalid_request 1        | 400 invalid_request 1        | 400 invalid_request 1 | 400 invalid_request 1 | 0
            wrong key                                 | 502 provider_authentication 1 | 502 provider_authentication 1 | 200 1+1 | 200 1+1 | 0
            unknown model                             | 404 model_not_found 1        | 404 model_not_found 1        | 200 1+1 | 200 1+1 | 0
            quota spent                               | 429 insufficient_quota 1     | 429 insufficient_quota 1     | 200 1+1 | 200 1+1 | 0
            """;

    /** What one call came to. */
    private record Seen(String result, Duration elapsed) {}

    /** One call: its fault, its form, its company, and the name of its route. */
    private record Cell(Fault fault, boolean stream, boolean peer, String name) {

        String sick() {
            return "sick" + name;
        }

        String well() {
            return "well" + name;
        }
    }

    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<String, Cell> bySick = new HashMap<>();

    @TestFactory
    Stream<DynamicTest> every_fault_is_handled_as_the_table_says() throws Exception {
        var expected = EXPECTED.lines()
                .map(line ->
                        List.of(line.split("\\|")).stream().map(String::strip).toList())
                .toList();
        var faults = FAULTS.all();
        assertEquals(
                faults.stream().map(Fault::name).toList(),
                expected.stream().map(row -> row.get(0)).toList());
        var seen = play(faults);
        write(faults, seen);
        return expected.stream().flatMap(row -> tests(row, seen.get(row.get(0))));
    }

    private static Stream<DynamicTest> tests(List<String> row, List<Seen> seen) {
        var least = Duration.ofMillis(Long.parseLong(row.get(5)));
        return Stream.of(0, 1, 2, 3)
                .map(i -> DynamicTest.dynamicTest(row.get(0) + ": " + form(i), () -> {
                    assertEquals(row.get(i + 1), seen.get(i).result());
                    if (i < 2) {
                        assertTrue(seen.get(i).elapsed().compareTo(least) >= 0, seen.get(i)::toString);
                    }
                }));
    }

    private static String form(int column) {
        return (column % 2 == 0 ? "unary" : "stream") + (column < 2 ? ", alone" : ", with a second provider");
    }

    private Map<String, List<Seen>> play(List<Fault> faults) throws Exception {
        var cells = new ArrayList<Cell>();
        for (var fault : faults) {
            for (int i = 0; i < 4; i++) {
                var cell = new Cell(fault, i % 2 == 1, i >= 2, Integer.toString(cells.size()));
                cells.add(cell);
                bySick.put(cell.sick(), cell);
            }
        }
        var workers = Executors.newFixedThreadPool(AT_A_TIME);
        try (var upstream = Upstream.start().always(this::script);
                var servers = new Servers(upstream, this::script);
                var caramba = CarambaProcess.start(environment(cells, servers))) {
            caramba.post("/generate", "{\"model\":\"warm\",\"prompt\":\"Hi\"}");
            var calls = cells.stream()
                    .map(cell -> workers.submit(() -> call(caramba, cell)))
                    .toList();
            var seen = new HashMap<String, List<Seen>>();
            for (int i = 0; i < cells.size(); i++) {
                seen.computeIfAbsent(cells.get(i).fault().name(), name -> new ArrayList<>())
                        .add(calls.get(i).get(5, TimeUnit.MINUTES));
            }
            assertTrue(caramba.output().stream().noneMatch(line -> line.contains("ERROR")), caramba.output()::toString);
            return seen;
        } finally {
            workers.shutdownNow();
        }
    }

    private Script script(Received request) {
        var provider = request.path().split("/")[1];
        int attempt =
                asked.computeIfAbsent(provider, name -> new AtomicInteger()).getAndIncrement();
        boolean stream = request.json().path("stream").asBoolean();
        return bySick.containsKey(provider)
                ? bySick.get(provider).fault().script(stream, attempt)
                : FAULTS.answer(stream);
    }

    /** Who plays the faulty providers. */
    private record Servers(Upstream shared, Function<Received, Script> script, List<Upstream> own)
            implements AutoCloseable {

        Servers(Upstream shared, Function<Received, Script> script) {
            this(shared, script, new ArrayList<>());
        }

        Upstream of(Fault fault) {
            if (!OF_A_NEW_CONNECTION.contains(fault.name())) {
                return shared;
            }
            own.add(Upstream.start().always(script));
            return own.get(own.size() - 1);
        }

        @Override
        public void close() {
            own.forEach(Upstream::close);
        }
    }

    private static Map<String, String> environment(List<Cell> cells, Servers servers) {
        var upstream = servers.shared();
        var environment = new HashMap<>(Map.of(
                "CARAMBA_ACCESS_OPEN",
                "true",
                "CARAMBA_BALANCER_STRATEGY",
                "priority",
                "CARAMBA_BALANCER_COOLDOWN",
                "400ms",
                "CARAMBA_LOG_REQUESTS",
                "off"));
        provider(environment, "warm", upstream.baseUrl(), 1, "10s", "20s");
        for (var cell : cells) {
            var address = cell.fault().address().startsWith("https")
                    ? upstream.baseUrl().replace("http:", "https:")
                    : cell.fault().address().formatted(servers.of(cell.fault()).baseUrl());
            // one whose whole answer is late has to be let finish
            boolean answersLate =
                    !SILENT.contains(cell.fault().name()) || cell.fault().name().equals("first token after 3 s");
            boolean strict = SILENT.contains(cell.fault().name());
            provider(environment, cell.sick(), address, 1, strict ? "2s" : "10s", answersLate ? "20s" : "4s");
            environment.put("CARAMBA_ROUTES_R" + cell.name() + "_TARGETS", cell.sick());
            if (cell.peer()) {
                provider(environment, cell.well(), upstream.baseUrl(), 2, "10s", "20s");
                environment.put("CARAMBA_ROUTES_R" + cell.name() + "_TARGETS", cell.sick() + "," + cell.well());
            }
        }
        return environment;
    }

    private static void provider(
            Map<String, String> environment, String name, String address, int priority, String token, String answer) {
        Map.of(
                        "BASE_URL", address + "/" + name + "/v1",
                        "MODEL", "m",
                        "PRIORITY", Integer.toString(priority),
                        "CONNECT_TIMEOUT", token,
                        "FIRST_TOKEN_TIMEOUT", token,
                        "IDLE_TIMEOUT", token,
                        "LONE_IDLE_TIMEOUT", token,
                        "ANSWER_TIMEOUT", answer)
                .forEach((key, value) -> environment.put("CARAMBA_PROVIDERS_" + name.toUpperCase() + "_" + key, value));
    }

    private Seen call(CarambaProcess caramba, Cell cell) throws Exception {
        var body = Json.object().put("model", "r" + cell.name()).put("stream", cell.stream());
        body.putArray("messages").addObject().put("role", "user").put("content", "Count to six.");
        body.put("timeoutMs", cell.fault().name().equals("accepts and never answers") ? 5_000 : 15_000);
        var request = HttpRequest.newBuilder(URI.create(caramba.url() + "/v1/chat/completions"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        var began = System.nanoTime();
        var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        var elapsed = Duration.ofNanos(System.nanoTime() - began);
        return new Seen(result(cell, response) + " " + attempts(cell, response), elapsed);
    }

    private String attempts(Cell cell, HttpResponse<String> response) {
        int all = response.headers()
                .firstValue("x-caramba-attempts")
                .map(Integer::parseInt)
                .orElse(0);
        int well = count(cell.well());
        int sick = cell.fault().address().equals("%s") ? count(cell.sick()) : all - well;
        return well == 0 ? Integer.toString(sick) : sick + "+" + well;
    }

    private int count(String provider) {
        return asked.getOrDefault(provider, new AtomicInteger()).get();
    }

    /** The status and an error's code; for a success the text is checked and the end mark too. */
    private static String result(Cell cell, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            return response.statusCode() + " " + code(response.body());
        }
        var text = cell.stream()
                ? StreamedText.soFar(response.body())
                : choice(response.body()).path("message").path("content").asText("");
        boolean complete = !cell.stream() || response.body().endsWith("data: [DONE]\n\n");
        if (complete) {
            return text.equals(TEXT) ? "200" : "200 with a wrong text: " + text;
        }
        return TEXT.startsWith(text)
                ? "200, error " + code(lastEvent(response.body()))
                : "200 with a wrong beginning: " + text;
    }

    private static String lastEvent(String body) {
        return body.substring(body.lastIndexOf("data: ") + "data: ".length())
                .lines()
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode choice(String json) {
        return Json.object(json).orElseThrow().path("choices").path(0);
    }

    private static String code(String json) {
        return Json.object(json).orElseThrow().path("error").path("code").asText();
    }

    private static void write(List<Fault> faults, Map<String, List<Seen>> seen) throws Exception {
        var lines = new ArrayList<String>();
        lines.add("| fault | unary, alone | stream, alone | unary, with a second | stream, with a second |");
        lines.add("|---|---|---|---|---|");
        for (var fault : faults) {
            lines.add(seen.get(fault.name()).stream()
                    .map(one ->
                            "%s (%.2f s)".formatted(one.result(), one.elapsed().toMillis() / 1000.0))
                    .collect(Collectors.joining(" | ", "| " + fault.name() + " | ", " |")));
        }
        Files.createDirectories(REPORT.getParent());
        Files.write(REPORT, lines);
    }
}

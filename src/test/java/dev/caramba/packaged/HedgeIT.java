package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Targets that keep a caller waiting, on the wire, and a second one that is asked beside them. */
class HedgeIT {

    private static final String TEXT = "Zwei Boote 🚤 fuhren aus, und eines kam zurück.";
    private static final ChatAnswer ANSWER = ChatAnswer.of(TEXT).inEvents(4);
    private static final String CHAT = "/v1/chat/completions";

    private static Upstream first;
    private static Upstream second;
    private static CarambaProcess caramba;

    @BeforeAll
    static void start() throws Exception {
        first = Upstream.start();
        second = Upstream.start();
        var environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.put("CARAMBA_BALANCER_MAX_ATTEMPTS", "2");
        environment.put("CARAMBA_BALANCER_HEDGE_BUDGET", "1");
        environment.put("CARAMBA_ACCESS_OPEN", "true");
        environment.put("CARAMBA_PROVIDERS_FIRST_BASE_URL", first.baseUrl() + "/v1");
        environment.put("CARAMBA_PROVIDERS_SECOND_BASE_URL", second.baseUrl() + "/v1");
        environment.put("CARAMBA_PROVIDERS_FIRST_MODEL", "m");
        environment.put("CARAMBA_PROVIDERS_SECOND_MODEL", "m");
        environment.put("CARAMBA_PROVIDERS_FIRST_PRIORITY", "1");
        environment.put("CARAMBA_ROUTES_FAST_TARGETS", "first,second");
        environment.put("CARAMBA_ROUTES_FAST_STRATEGY", "priority");
        environment.put("CARAMBA_ROUTES_FAST_HEDGE_AFTER", "150ms");
        environment.put("CARAMBA_ROUTES_PATIENT_TARGETS", "first,second");
        environment.put("CARAMBA_ROUTES_PATIENT_STRATEGY", "priority");
        caramba = CarambaProcess.start(environment);
    }

    @AfterAll
    static void stop() throws Exception {
        caramba.close();
        first.close();
        second.close();
    }

    private int seenByFirst;
    private int seenBySecond;

    @BeforeEach
    void count() {
        seenByFirst = first.requests().size();
        seenBySecond = second.requests().size();
    }

    static Stream<Script> silences() {
        return Stream.of(
                Script.never(),
                Script.sse().thenHang(),
                Script.sse(
                                "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}")
                        .thenHang());
    }

    @ParameterizedTest
    @MethodSource("silences")
    void a_silent_stream_is_overtaken_and_its_connection_closed(Script silence) throws Exception {
        first.next(silence);
        second.next(ANSWER.stream());

        var response = call("fast", true);

        assertEquals(200, response.statusCode(), response::body);
        assertEquals(TEXT, text(response));
        assertTrue(response.body().endsWith("data: [DONE]\n\n"), response::body);
        assertEquals("second", header(response, "x-caramba-provider"));
        assertEquals("2", header(response, "x-caramba-attempts"));
        first.awaitClientClose(seenByFirst);
        assertEquals(
                first.awaitRequest(seenByFirst).json().get("messages"),
                second.awaitRequest(seenBySecond).json().get("messages"));
        assertNothingIsHeldAgainst("first");
    }

    @Test
    void a_slow_whole_answer_is_overtaken_and_its_connection_closed() throws Exception {
        first.next(Script.never());
        second.next(ANSWER.unary());

        var response =
                caramba.post("/generate", "{\"model\":\"fast\",\"prompt\":\"Hi\",\"fallbacks\":[\"first/other\"]}");

        var answer = Json.parse(response.body()).orElseThrow();
        assertEquals(TEXT, answer.path("text").asText(), response::body);
        assertEquals("second", answer.path("provider").asText());
        assertEquals(List.of("first cancelled", "second success"), attempts(answer));
        first.awaitClientClose(seenByFirst);
        assertNothingIsHeldAgainst("first");
    }

    @Test
    void the_hedge_is_closed_when_the_first_answers() throws Exception {
        var answer = new CompletableFuture<Void>();
        first.next(ANSWER.stream().after(answer));
        second.next(Script.never());

        var response = CompletableFuture.supplyAsync(() -> call("fast", true));
        second.awaitRequest(seenBySecond);
        answer.complete(null);

        assertEquals(TEXT, text(response.get()));
        assertEquals("first", header(response.get(), "x-caramba-provider"));
        second.awaitClientClose(seenBySecond);
        assertNothingIsHeldAgainst("second");
    }

    @Test
    void an_error_of_the_hedge_is_nobodys() throws Exception {
        var answer = new CompletableFuture<Void>();
        first.next(ANSWER.unary().after(answer));
        second.next(ChatAnswer.error(400, "invalid_request_error", "no such parameter"));

        var response = CompletableFuture.supplyAsync(() -> call("fast", false));
        second.awaitRequest(seenBySecond);
        answer.complete(null);

        assertEquals(200, response.get().statusCode(), response.get()::body);
        assertEquals("first", header(response.get(), "x-caramba-provider"));
    }

    @Test
    void other_routes_are_not_hedged() throws Exception {
        first.next(ANSWER.stream().after(Duration.ofMillis(400)));

        assertEquals(TEXT, text(call("patient", true)));
        assertEquals(0, second.requests().size() - seenBySecond);
    }

    @Test
    void the_log_and_the_metrics_tell_of_it() throws Exception {
        first.next(Script.never());
        second.next(ANSWER.stream());

        assertEquals(TEXT, text(call("fast", true)));

        assertTrue(caramba.get("/q/metrics").body().contains("caramba_hedges_total{outcome=\"won\"}"));
        caramba.awaitLine(
                line -> line.contains("attempts=[first/m:cancelled,second/m:success]") && line.endsWith(" hedged=won"));
    }

    private static HttpResponse<String> call(String model, boolean stream) {
        try {
            return caramba.post(
                    CHAT,
                    "{\"model\":\"" + model + "\",\"stream\":" + stream
                            + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void assertNothingIsHeldAgainst(String provider) throws Exception {
        var statuses =
                Json.parse(caramba.get("/providers").body()).orElseThrow().path("providers");
        var status = StreamSupport.stream(statuses.spliterator(), false)
                .filter(candidate -> candidate.path("provider").asText().equals(provider))
                .findFirst()
                .orElseThrow();
        assertEquals("healthy", status.path("state").asText(), status::toString);
        assertEquals(0, status.path("inFlight").asInt(), status::toString);
        assertEquals(0, status.path("failures").asInt(), status::toString);
    }

    private static List<String> attempts(JsonNode answer) {
        return StreamSupport.stream(answer.path("attempts").spliterator(), false)
                .map(attempt -> attempt.path("provider").asText() + " "
                        + attempt.path("outcome").asText())
                .toList();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    private static String text(HttpResponse<String> response) {
        return Stream.of(response.body().split("\n\n"))
                .map(event -> event.substring("data: ".length()))
                .filter(data -> !data.equals("[DONE]"))
                .map(data -> Json.parse(data).orElseThrow())
                .map(event -> event.at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining());
    }
}

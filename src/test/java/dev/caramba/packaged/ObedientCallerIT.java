package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.upstream.ChatAnswer;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller who waits as {@code Retry-After} says, by the clock, at whichever instance of a fleet it comes out. */
class ObedientCallerIT {

    private static FleetOfProcesses fleet;

    @BeforeAll
    static void start() throws Exception {
        var settings = new HashMap<>(Map.of(
                "CARAMBA_STORE_TIMEOUT", "5s",
                "CARAMBA_STORE_STRICT_TIMEOUT", "5s",
                "CARAMBA_BALANCER_COOLDOWN", "1300ms",
                "CARAMBA_BALANCER_MAX_COOLDOWN", "3s",
                "CARAMBA_BALANCER_MAX_RETRY_WAIT", "1s"));
        fleet = FleetOfProcesses.start(2, settings);
    }

    @AfterAll
    static void stop() throws Exception {
        fleet.close();
    }

    @BeforeEach
    void startOver() {
        fleet.startOver();
    }

    @Test
    void asks_a_dead_target_each_time_and_is_served_as_soon_as_it_lives() throws Exception {
        var alpha = fleet.upstream("alpha");
        alpha.always(ChatAnswer.error(503, "service_unavailable_error", "no workers"));

        int calls = 0;
        for (; calls < 4; calls++) {
            var refused = ask(calls, "alpha");
            assertEquals(503, refused.statusCode(), refused::body);
            // the first call asks twice, politely; from then on each is the one that looks
            assertEquals(calls + 2, fleet.arrived("alpha"));
            waitAsTold(refused);
        }
        alpha.always(ChatAnswer.of("alive").unary());

        assertEquals(200, ask(calls, "alpha").statusCode());
        assertEquals(200, ask(calls + 1, "alpha").statusCode());
    }

    @Test
    void is_told_that_all_are_rate_limited_and_served_when_the_first_is_not() throws Exception {
        var limited = ChatAnswer.error(429, "rate_limit_error", "slow down");
        fleet.upstream("alpha").next(limited.header("retry-after", "20"));
        fleet.upstream("beta").next(limited.header("retry-after", "2"));
        assertEquals(429, ask(0, FleetOfProcesses.PAIR).statusCode());

        var refused = ask(1, FleetOfProcesses.PAIR);

        assertEquals(429, refused.statusCode());
        var error = Json.object(refused.body()).orElseThrow().path("error");
        assertEquals("rate_limit_exceeded", error.path("code").asText());
        assertEquals(0, error.path("attempts").size());
        assertEquals(List.of("0"), refused.headers().allValues("x-caramba-attempts"));
        assertTrue(waitAsTold(refused) <= 2);
        var served = ask(2, FleetOfProcesses.PAIR);
        assertEquals(200, served.statusCode());
        assertEquals(List.of("beta"), served.headers().allValues("x-caramba-provider"));
    }

    private static HttpResponse<String> ask(int call, String model) throws Exception {
        var body = Json.object().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", "Hi");
        return fleet.instance(call).post("/v1/chat/completions", body.toString());
    }

    private static long waitAsTold(HttpResponse<String> refused) {
        long seconds = refused.headers().firstValueAsLong("retry-after").orElseThrow();
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS))
                .join();
        return seconds;
    }
}

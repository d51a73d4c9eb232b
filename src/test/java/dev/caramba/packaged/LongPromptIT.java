package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server that sends its head at once and then nothing but comments, as llama.cpp does while it reads a long prompt. */
class LongPromptIT {

    private static final Duration STRICT = Duration.ofMillis(600);
    private static final Duration STEP = STRICT.dividedBy(3);

    private static Upstream slow;
    private static Upstream quick;
    private static CarambaProcess caramba;

    @BeforeAll
    static void start() throws Exception {
        slow = Upstream.start();
        quick = Upstream.start();
        quick.always(ChatAnswer.of("quick").stream());
        caramba = CarambaProcess.start(Map.ofEntries(
                Map.entry("CARAMBA_ACCESS_OPEN", "true"),
                Map.entry("CARAMBA_PROVIDERS_SLOW_BASE_URL", slow.baseUrl() + "/v1"),
                Map.entry("CARAMBA_PROVIDERS_SLOW_MODEL", "m"),
                Map.entry("CARAMBA_PROVIDERS_SLOW_FIRST_TOKEN_TIMEOUT", STRICT.toMillis() + "ms"),
                Map.entry("CARAMBA_PROVIDERS_SLOW_IDLE_TIMEOUT", STRICT.toMillis() + "ms"),
                Map.entry("CARAMBA_PROVIDERS_SLOW_LONE_IDLE_TIMEOUT", "30s"),
                Map.entry("CARAMBA_PROVIDERS_SLOW_ANSWER_TIMEOUT", STRICT.toMillis() + "ms"),
                Map.entry("CARAMBA_PROVIDERS_MUTE_BASE_URL", slow.baseUrl() + "/v1"),
                Map.entry("CARAMBA_PROVIDERS_MUTE_MODEL", "mute"),
                Map.entry("CARAMBA_PROVIDERS_MUTE_IDLE_TIMEOUT", STRICT.toMillis() + "ms"),
                Map.entry(
                        "CARAMBA_PROVIDERS_MUTE_LONE_IDLE_TIMEOUT",
                        STRICT.multipliedBy(2).toMillis() + "ms"),
                Map.entry("CARAMBA_PROVIDERS_QUICK_BASE_URL", quick.baseUrl() + "/v1"),
                Map.entry("CARAMBA_PROVIDERS_QUICK_MODEL", "m"),
                Map.entry("CARAMBA_ROUTES_BOTH_TARGETS", "slow,quick"),
                Map.entry("CARAMBA_ROUTES_BOTH_STRATEGY", "priority"),
                Map.entry("CARAMBA_ROUTES_LAST_TARGETS", "slow"),
                Map.entry("CARAMBA_ROUTES_LAST_FALLBACKS", "quick"),
                Map.entry("CARAMBA_PROVIDERS_SLOW_PRIORITY", "1"),
                Map.entry("CARAMBA_BALANCER_FAILURE_THRESHOLD", "100")));
    }

    @AfterAll
    static void stop() throws Exception {
        caramba.close();
        slow.close();
        quick.close();
    }

    @Test
    void alone_it_is_waited_for_and_answers_in_one_attempt() throws Exception {
        var script = comments(15);
        slow.next(script.chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"slow\"}}]}\n\n")
                .chunk("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")
                .chunk("data: [DONE]\n\n"));

        var response = ask("slow", true);

        assertEquals("slow", StreamedText.of(response));
        assertEquals(List.of("1"), response.headers().allValues("x-caramba-attempts"));
    }

    @Test
    void with_a_peer_or_a_fallback_it_is_given_up() throws Exception {
        for (var route : List.of("both", "last")) {
            slow.next(comments(200));

            var response = ask(route, true);

            assertEquals("quick", StreamedText.of(response));
            assertEquals(List.of("2"), response.headers().allValues("x-caramba-attempts"));
        }
    }

    @Test
    void alone_it_is_given_up_when_not_even_a_comment_comes() throws Exception {
        slow.next(comments(1).thenHang());

        var response = ask("mute", true);

        assertEquals(504, response.statusCode(), response::body);
    }

    @Test
    void alone_a_whole_answer_takes_its_time() throws Exception {
        slow.next(ChatAnswer.of("slow").unary().after(STRICT.multipliedBy(3)));

        assertEquals(200, ask("slow", false).statusCode());
    }

    private static Script comments(int number) {
        var script = Script.chunks();
        for (int i = 0; i < number; i++) {
            script = script.chunk(":\n\n").pause(STEP);
        }
        return script;
    }

    private static HttpResponse<String> ask(String model, boolean stream) throws Exception {
        var body = Json.object().put("model", model).put("stream", stream);
        body.putArray("messages").addObject().put("role", "user").put("content", "A long text.");
        return caramba.post("/v1/chat/completions", body.toString());
    }
}

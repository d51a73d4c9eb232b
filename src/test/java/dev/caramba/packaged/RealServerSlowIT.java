package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.real.RealModel;
import dev.caramba.real.RealServer;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.RunsAlone;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A real model that reads a prompt for a long time: its server sends the head at once, and then comments at most. */
@RunsAlone
@EnabledIf("dev.caramba.real.PythonEnvironment#isPresent")
class RealServerSlowIT {

    /** How long a provider beside another one may be silent. Shorter than by default: a fast machine reads that long, too. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static final Duration LONG = Duration.ofSeconds(6);

    private static final Duration LEFT_BEHIND = Duration.ofSeconds(20);
    private static final int LONGEST = 7_500;
    /** What the quick one takes, too. */
    private static final int LONGEST_OF_BOTH = 3_900;

    private static final int SAMPLE = 150;

    private static final String TEXT = "Hello from a tiny real model.";

    private static RealServer silent;
    private static RealServer commenting;
    private static RealServer quick;
    private static RealServerSetup front;

    @BeforeAll
    static void start() throws Exception {
        silent = RealServer.start(RealModel.SLOW);
        commenting = RealServer.start(RealModel.SLOW, 1);
        quick = RealServer.start(RealModel.TINY);
        front = RealServerSetup.of(
                Map.of("SILENT", silent, "COMMENTING", commenting, "QUICK", quick),
                Map.of(
                        "CARAMBA_PROVIDERS_SILENT_FIRST_TOKEN_TIMEOUT", LIMIT.toString(),
                        "CARAMBA_PROVIDERS_SILENT_IDLE_TIMEOUT", LIMIT.toString(),
                        "CARAMBA_ROUTES_BOTH_TARGETS", "commenting,quick",
                        "CARAMBA_ROUTES_BOTH_STRATEGY", "priority",
                        "CARAMBA_PROVIDERS_COMMENTING_PRIORITY", "1",
                        "CARAMBA_PROVIDERS_QUICK_PRIORITY", "2",
                        "CARAMBA_PROVIDERS_COMMENTING_FIRST_TOKEN_TIMEOUT", "2s"));
    }

    @AfterAll
    static void stop() throws Exception {
        front.close();
        silent.close();
        commenting.close();
        quick.close();
    }

    @Test
    void alone_it_is_waited_for() throws Exception {
        int length = (int) Math.min(LONGEST, LONG.toSeconds() * tokensPerSecond(silent));
        var took = answered(length);
        if (took.compareTo(LIMIT) < 0 && length < LONGEST) { // the machine had more to do when the speed was taken
            took = answered((int) Math.min(LONGEST, 2 * length * LIMIT.toSeconds() / (took.toSeconds() + 1)));
        }
        System.out.println("a real model that was alone has read its prompt for " + took);
        front.assertNotBlamed("silent");
    }

    /** How long it took. */
    private static Duration answered(int length) throws Exception {
        long began = System.nanoTime();
        var response = front.post(RealQuestion.ask("silent", true, prompt('y', length), 10));
        var answer = RealServerSetup.first(response, true);
        assertEquals(TEXT, answer.text());
        assertEquals("stop", answer.finishReason());
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void beside_a_peer_its_comments_are_no_tokens() throws Exception {
        var response = front.post(RealQuestion.ask("both", true, prompt('z', LONGEST_OF_BOTH), 10));

        assertEquals(200, response.statusCode(), response::body);
        assertEquals("2", response.headers().firstValue("x-caramba-attempts").orElse(""));
        assertEquals(
                "quick", response.headers().firstValue("x-caramba-provider").orElse(""));
        assertEquals(TEXT, ModelAnswer.of(response.body(), true).text());
        var status = front.status("commenting");
        assertTrue(status.path("lastError").asText().startsWith("timeout"), status::toString);
        Polling.until(LEFT_BEHIND, () -> commenting.busySlots() == 0);
        front.assertNotBlamed("quick");
    }

    @Test
    void an_answer_without_an_end_ends_with_its_caller() throws Exception {
        try (var client = new RawHttp(front.port())) {
            client.post(RealServerSetup.CHAT, RealQuestion.ask("silent", true, "Go on <|never|>", 8_000))
                    .readUntil("x2");
            assertEquals(1, silent.busySlots());
        }

        Polling.until(LEFT_BEHIND, () -> silent.busySlots() == 0);
        front.assertNotBlamed("silent");
    }

    /** How fast it reads now, with whatever else runs on this machine. */
    private static double tokensPerSecond(RealServer server) throws Exception {
        var reply = server.post(RealServerSetup.CHAT, RealQuestion.ask("any", false, prompt('x', SAMPLE), 1));
        return Json.object(reply.body())
                .orElseThrow()
                .at("/timings/prompt_per_second")
                .asDouble();
    }

    /** A prompt of so many tokens and a few more; with another first letter the server remembers nothing of it. */
    private static String prompt(char letter, int tokens) {
        return String.valueOf(letter).repeat(tokens) + " <|short|>";
    }
}

package dev.caramba.packaged;

import static dev.caramba.packaged.FleetOfProcesses.FOUR;
import static dev.caramba.packaged.FleetOfProcesses.degraded;
import static dev.caramba.packaged.FleetOfProcesses.streamedText;
import static dev.caramba.packaged.FleetOfProcesses.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.packaged.Callers.Call;
import dev.caramba.testing.RunsAlone;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis hangs, dies and comes back empty while a fleet is busy: nobody who calls notices. */
@RunsAlone
class FleetOutageIT {

    private static final int INSTANCES = 2;
    private static final int CALLERS = 6;
    private static final int SOME_CALLS = 150;

    /** How long a provider takes to begin its answer. */
    private static final Duration THOUGHT = Duration.ofMillis(30);

    /**
     * What each question to a Redis that hangs would cost; a call has two. Far more than a call takes on a busy machine,
     * so that it is told from that.
     */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private static final Duration SILENCE = Duration.ofSeconds(5);

    FleetOfProcesses fleet;

    @BeforeEach
    void start() throws Exception {
        fleet = FleetOfProcesses.start(
                INSTANCES,
                Map.of(
                        "CARAMBA_STORE_TIMEOUT",
                        TIMEOUT.toString(),
                        "CARAMBA_STORE_STRICT_TIMEOUT",
                        TIMEOUT.toString()));
        List.of("alpha", "beta", "gamma", "delta")
                .forEach(provider -> fleet.upstream(provider).always(FleetOutageIT::echo));
    }

    @AfterEach
    void stop() throws Exception {
        fleet.close();
    }

    @Test
    void every_call_is_answered_while_redis_hangs_dies_and_comes_back_empty() throws Exception {
        try (var callers = Callers.start(CALLERS, this::isAnsweredWordForWord)) {
            callers.await(SOME_CALLS);
            awaitDegraded(false);
            long warm = System.nanoTime();
            callers.await(SOME_CALLS);

            fleet.redis().freeze();
            long hung = System.nanoTime();
            awaitDegraded(true);
            callers.goOnFor(SILENCE);
            long thawed = System.nanoTime();
            fleet.redis().thaw();
            awaitDegraded(false);
            callers.await(SOME_CALLS);

            fleet.redis().kill();
            awaitDegraded(true);
            callers.await(SOME_CALLS);
            fleet.redis().start();
            awaitDegraded(false);
            callers.await(SOME_CALLS);

            var all = callers.stop();
            assertEquals(List.of(), Callers.troubles(all));
            var calls = between(all, warm, System.nanoTime());
            var limit = median(between(calls, warm, hung)).plus(TIMEOUT);
            var whileItHung = median(between(calls, hung, thawed));
            assertTrue(whileItHung.compareTo(limit) < 0, () -> whileItHung + ", limit: " + limit);
            assertTrue(longest(calls).compareTo(SILENCE) < 0, longest(calls)::toString);
        }
    }

    private void isAnsweredWordForWord(int n) throws Exception {
        var instance = fleet.instance(n);
        var prompt = "Call number " + n;
        var streamed = n / INSTANCES % 2 == 0;
        assertEquals(reply(prompt), streamed ? streamedText(instance, FOUR, prompt) : text(instance, FOUR, prompt));
    }

    private static Script echo(Received request) {
        var prompt = request.json().path("messages").path(0).path("content").asText();
        return FleetOfProcesses.answer(request, reply(prompt)).after(THOUGHT);
    }

    private static String reply(String prompt) {
        return prompt + ": she packed my bag with six dozen jugs and said so word for word, " + prompt;
    }

    private void awaitDegraded(boolean expected) throws Exception {
        for (var instance : fleet.instances()) {
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (degraded(instance) != expected) {
                assertTrue(System.nanoTime() < end, "degraded is not " + expected);
            }
        }
    }

    private static List<Call> between(List<Call> calls, long begin, long end) {
        return calls.stream()
                .filter(call -> call.began() >= begin && call.began() < end)
                .toList();
    }

    private static Duration median(List<Call> calls) {
        return lengths(calls).get(calls.size() / 2);
    }

    private static Duration longest(List<Call> calls) {
        return lengths(calls).get(calls.size() - 1);
    }

    private static List<Duration> lengths(List<Call> calls) {
        return calls.stream().map(Call::took).sorted().toList();
    }
}

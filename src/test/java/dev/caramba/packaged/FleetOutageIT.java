package dev.caramba.packaged;

import static dev.caramba.packaged.FleetOfProcesses.FOUR;
import static dev.caramba.packaged.FleetOfProcesses.degraded;
import static dev.caramba.packaged.FleetOfProcesses.streamedText;
import static dev.caramba.packaged.FleetOfProcesses.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.packaged.Callers.Call;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Redis hangs, dies and comes back empty while a fleet is busy: nobody who calls notices. */
class FleetOutageIT {

    private static final int INSTANCES = 2;
    private static final int CALLERS = 6;
    private static final int SOME_CALLS = 150;

    /** How long a provider takes to begin its answer. */
    private static final Duration THOUGHT = Duration.ofMillis(30);

    private static final Duration LONGEST_CALL = Duration.ofSeconds(2);

    private FleetOfProcesses fleet;

    @Test
    void every_call_is_answered_while_redis_hangs_dies_and_comes_back_empty(TestReporter reporter) throws Exception {
        try (var started = FleetOfProcesses.start(INSTANCES, Map.of())) {
            fleet = started;
            List.of("alpha", "beta", "gamma", "delta")
                    .forEach(provider -> fleet.upstream(provider).always(FleetOutageIT::echo));
            var callers = Callers.start(CALLERS, this::isAnsweredWordForWord);
            callers.await(SOME_CALLS);
            awaitDegraded(false);

            fleet.redis().freeze();
            awaitDegraded(true);
            callers.goOnFor(Duration.ofSeconds(5));
            fleet.redis().thaw();
            awaitDegraded(false);
            callers.await(SOME_CALLS);

            fleet.redis().kill();
            awaitDegraded(true);
            callers.await(SOME_CALLS);
            fleet.redis().start();
            awaitDegraded(false);
            callers.await(SOME_CALLS);

            var calls = callers.stop();
            reporter.publishEntry(figures(calls));
            assertEquals(List.of(), Callers.troubles(calls));
            assertTrue(at(calls, 1).compareTo(LONGEST_CALL) < 0, () -> figures(calls));
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
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (degraded(instance) != expected) {
                assertTrue(System.nanoTime() < end, "degraded is not " + expected);
            }
        }
    }

    private static String figures(List<Call> calls) {
        return "%d calls, in ms: p50 %d, p99 %d, longest %d"
                .formatted(
                        calls.size(),
                        at(calls, 0.5).toMillis(),
                        at(calls, 0.99).toMillis(),
                        at(calls, 1).toMillis());
    }

    private static Duration at(List<Call> calls, double quantile) {
        var sorted =
                calls.stream().map(Call::took).sorted(Comparator.naturalOrder()).toList();
        return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
    }
}

package dev.caramba.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.caramba.generation.FailureKind;
import dev.caramba.testing.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of figures, and the rules that hold whatever the figures are. */
@Slow
class SimulationTest {

    private static final Path PAGE = Path.of("docs/simulation.md");
    private static final double LONGEST_COOLDOWN = 30;
    private static final double SHORTEST_BACKOFF = 0.25;

    /** A reply and a request may be on their way when a failure becomes known. */
    private static final double ON_THE_WAY = 0.002;

    private static final List<Run> RUNS = Scenarios.ALL.stream()
            .flatMap(scenario -> Simulation.strategies().map(strategy -> Simulation.of(scenario, strategy)))
            .toList();

    @Test
    void the_committed_page_tells_what_is_so() throws IOException {
        var simulated = Report.of(RUNS);
        if (Boolean.getBoolean("simulation.write")) {
            Files.writeString(PAGE, simulated);
        }
        var committed = Files.readString(PAGE);
        if (!simulated.equals(committed)) {
            fail(PAGE + " is no longer true. If the change is wanted, run this test with -Dsimulation.write=true and"
                    + " commit the page.\n"
                    + differences(committed.lines().toList(), simulated.lines().toList()));
        }
    }

    @Test
    void a_run_is_the_same_every_time() {
        var again = Simulation.of(Scenarios.STORE_LOST, "round-robin");
        var first = run(Scenarios.STORE_LOST, "round-robin");

        assertEquals(
                first.asks().stream().map(ask -> ask.provider + ask.at).toList(),
                again.asks().stream().map(ask -> ask.provider + ask.at).toList());
    }

    @ParameterizedTest
    @FieldSource("RUNS")
    void every_call_ends_and_leaves_nothing_behind(Run run) {
        assertTrue(run.calls().stream().allMatch(SimulatedCall::ended));
        assertEquals(0, run.leftOver());
    }

    @ParameterizedTest
    @FieldSource("RUNS")
    void what_is_served_is_the_whole_answer_once(Run run) {
        assertTrue(run.calls().stream()
                .filter(SimulatedCall::served)
                .allMatch(call -> call.text().equals(String.join("", Behaviours.WORDS))));
    }

    @ParameterizedTest
    @FieldSource("RUNS")
    void no_call_hammers(Run run) {
        var byCall = run.byCall().values();
        long failures = run.asks().stream().filter(Ask::failed).count();

        assertTrue(byCall.stream().allMatch(asks -> asks.size() <= 5));
        assertTrue(byCall.stream().allMatch(SimulationTest::asksAgainPolitely));
        assertTrue(run.questions() <= run.calls().size() + 2 * failures, () -> run.questions() + " questions");
    }

    @ParameterizedTest
    @MethodSource("runsWithTheStore")
    void nobody_else_asks_while_a_probe_is_under_way(Run run) {
        for (var provider : Simulation.PROVIDERS) {
            var asks = run.asks().stream()
                    .filter(ask -> ask.provider.equals(provider))
                    .toList();
            for (var probe : asks) {
                assertTrue(
                        !probe.probe || asks.stream().noneMatch(ask -> ask.at > probe.at && ask.at < probe.endedAt()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("runsWithAPeer")
    void while_a_peer_exists_every_call_is_served(Run run) {
        assertTrue(run.firstCalls().stream().allMatch(SimulatedCall::served));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void a_flapping_target_is_probed_once_in_a_cooldown_and_is_back_in_time(String strategy) {
        var run = run(Scenarios.FLAPPING, strategy);
        for (var sickness : run.scenario().sickness) {
            assertFalse(run.probes("a", sickness).isEmpty());
            assertLeftAlone(run, "a", sickness);
            assertTrue(run.secondsToReturn("a", sickness).orElseThrow() <= LONGEST_COOLDOWN);
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void when_all_are_down_callers_are_told_the_truth_and_targets_are_left_alone(String strategy) {
        var run = run(Scenarios.ALL_DOWN, strategy);
        var sickness = run.scenario().sickness.get(0);

        assertFalse(run.refused().isEmpty());
        for (var call : run.refused()) {
            assertEquals(FailureKind.NO_CANDIDATE, call.failure().orElseThrow().kind());
            assertTrue(call.retryAfterSeconds().orElseThrow() <= LONGEST_COOLDOWN);
        }
        assertEquals(List.of(), run.cameInVain());
        for (var provider : Simulation.PROVIDERS) {
            assertLeftAlone(run, provider, sickness);
        }
        assertTrue(run.secondsToReturn("a", sickness).orElseThrow() <= LONGEST_COOLDOWN);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void once_all_are_well_again_every_call_is_served(String strategy) {
        var run = run(Scenarios.ALL_DOWN, strategy);
        double back = run.scenario().sickness.get(0).until() + LONGEST_COOLDOWN;

        assertTrue(run.calls().stream().filter(call -> call.at >= back).allMatch(SimulatedCall::served));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void a_wait_that_a_provider_asks_for_is_kept(String strategy) {
        var run = run(Scenarios.RATE_LIMIT, strategy);
        var sickness = run.scenario().sickness.get(0);
        var limited = run.asks("a", sickness).filter(Ask::failed).toList();

        assertFalse(limited.isEmpty());
        for (var refusal : limited) {
            double nextWindow = Math.ceil(refusal.endedAt() / 10) * 10;
            var early = new Period(refusal.endedAt() + ON_THE_WAY, nextWindow);
            assertEquals(0, run.asks("a", early).count());
        }
    }

    @Test
    void the_lowest_latency_goes_back_to_a_target_that_was_slow() {
        var run = run(Scenarios.SLOW, "lowest-latency");
        var end = new Period(run.scenario().seconds - 30, run.scenario().seconds);

        assertTrue(run.share(ask -> ask.provider.equals("a"), ask -> end.holds(ask.at)) > 0.5);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void hedging_takes_the_worst_from_stragglers_at_the_price_of_a_tenth_more(String strategy) {
        var without = run(Scenarios.STRAGGLERS, strategy);
        var hedged = run(Scenarios.STRAGGLERS_HEDGED, strategy);

        assertTrue(Column.percentile(without, 99) > 3000);
        assertTrue(Column.percentile(hedged, 99) < 1500);
        assertTrue(hedged.asks().size() <= 1.1 * hedged.calls().size());
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void without_the_store_each_instance_probes_for_itself(String strategy) {
        var run = run(Scenarios.STORE_LOST, strategy);
        var probes = run.probes("a", run.scenario().sickness.get(0));

        assertFalse(probes.isEmpty());
        assertTrue(Run.mostProbes(probes) <= Simulation.INSTANCES);
    }

    static Stream<Run> runsWithTheStore() {
        return RUNS.stream().filter(run -> run.scenario() != Scenarios.STORE_LOST);
    }

    static Stream<Run> runsWithAPeer() {
        return RUNS.stream()
                .filter(run -> run.scenario().sick.size() < Simulation.PROVIDERS.size())
                .filter(run -> run.scenario() != Scenarios.SPIKE);
    }

    static Stream<String> strategies() {
        return Simulation.strategies();
    }

    /** From its first probe on, it is asked once in a cooldown at most, by whomever. */
    private static void assertLeftAlone(Run run, String provider, Period sickness) {
        var pauses = run.pauses(provider, sickness);
        assertFalse(pauses.isEmpty());
        assertTrue(pauses.stream().allMatch(pause -> pause >= Run.SHORTEST_COOLDOWN), pauses::toString);
    }

    private static boolean asksAgainPolitely(List<Ask> asks) {
        return IntStream.range(1, asks.size())
                .allMatch(i -> asks.subList(0, i).stream()
                        .filter(earlier -> earlier.provider.equals(asks.get(i).provider))
                        .allMatch(earlier -> asks.get(i).at - earlier.endedAt() >= SHORTEST_BACKOFF));
    }

    private static Run run(Scenario scenario, String strategy) {
        return RUNS.stream()
                .filter(run -> run.scenario() == scenario && run.strategy().equals(strategy))
                .findFirst()
                .orElseThrow();
    }

    private static String differences(List<String> committed, List<String> simulated) {
        var text = new StringBuilder();
        for (int i = 0; i < Math.max(committed.size(), simulated.size()); i++) {
            var was = i < committed.size() ? committed.get(i) : "";
            var is = i < simulated.size() ? simulated.get(i) : "";
            if (!was.equals(is)) {
                text.append("line ")
                        .append(i + 1)
                        .append("\n- ")
                        .append(was)
                        .append("\n+ ")
                        .append(is)
                        .append('\n');
            }
        }
        return text.toString();
    }
}

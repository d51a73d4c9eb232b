package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.caramba.generation.Target;
import dev.caramba.health.HealthView;
import dev.caramba.health.ProviderStatus;
import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.health.Ranking.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategiesTest {

    private static final List<Candidate> CANDIDATES =
            List.of(candidate("a", 1, 30), candidate("b", 2, 10), candidate("c", 3, 30), candidate("d", 4, 20));

    private final Strategies builtIn = new Strategies(List.of());

    @Test
    void the_built_in_strategies_have_their_names() {
        // When
        var names = builtIn.names();

        // Then
        assertEquals(List.of("least-in-flight", "lowest-latency", "priority", "round-robin", "weighted"), names);
    }

    @Test
    void an_unknown_name_is_nothing() {
        // When
        var strategy = builtIn.named("sorcery");

        // Then
        assertEquals(Optional.empty(), strategy);
    }

    @Test
    void a_custom_strategy_takes_the_place_of_a_built_in_one_of_its_name() {
        // Given
        var custom = new SelectionStrategy() {
            @Override
            public String name() {
                return "weighted";
            }

            @Override
            public List<Tier> rank(List<Candidate> candidates, HealthView view) {
                return List.of();
            }
        };

        // When
        var strategies = new Strategies(List.of(custom));

        // Then
        assertSame(custom, strategies.named("weighted").orElseThrow());
        assertEquals(builtIn.names(), strategies.names());
    }

    @ParameterizedTest
    @CsvSource({"round-robin, IN_TURN", "weighted, BY_WEIGHT", "least-in-flight, LEAST_IN_FLIGHT"})
    void everybody_is_equally_good_but_for_the_way_to_choose(String name, Choice choice) {
        // When
        var tiers = rank(name, HealthView.EMPTY);

        // Then
        assertEquals(List.of("abcd"), words(tiers));
        assertEquals(choice, tiers.get(0).choice());
    }

    @Test
    void a_seat_has_the_weight_and_the_limit_of_its_candidate() {
        // When
        var tiers = rank("weighted", HealthView.EMPTY);

        // Then
        assertEquals(new Seat(new Target("b", "m"), 2, 7), tiers.get(0).seats().get(1));
    }

    @Test
    void priority_has_one_tier_for_each_number_the_lowest_first() {
        // When
        var tiers = rank("priority", HealthView.EMPTY);

        // Then
        assertEquals(List.of("b", "d", "ac"), words(tiers));
    }

    @Test
    void lowest_latency_knows_nothing_at_first() {
        // When
        var tiers = rank("lowest-latency", HealthView.EMPTY);

        // Then
        assertEquals(List.of("abcd"), words(tiers));
    }

    @Test
    void lowest_latency_puts_those_within_a_fifth_of_the_fastest_first_and_the_rest_in_order() {
        // When
        var tiers = rank("lowest-latency", latencies(Map.of("a", 400, "b", 121, "c", 100, "d", 120)));

        // Then
        assertEquals(List.of("cd", "b", "a"), words(tiers));
    }

    @Test
    void lowest_latency_measures_those_it_does_not_know() {
        // When
        var tiers = rank("lowest-latency", latencies(Map.of("a", 400, "c", 100)));

        // Then
        assertEquals(List.of("bcd", "a"), words(tiers));
    }

    private List<Tier> rank(String name, HealthView view) {
        return builtIn.named(name).orElseThrow().rank(CANDIDATES, view);
    }

    /** Each tier as a word of its providers' names. */
    private static List<String> words(List<Tier> tiers) {
        return tiers.stream()
                .map(tier -> tier.seats().stream()
                        .map(seat -> seat.target().provider())
                        .collect(Collectors.joining()))
                .toList();
    }

    private static HealthView latencies(Map<String, Integer> millis) {
        return new HealthView(
                Instant.EPOCH,
                millis.entrySet().stream()
                        .map(entry -> status(new Target(entry.getKey(), "m"), entry.getValue()))
                        .collect(Collectors.toMap(ProviderStatus::target, status -> status)));
    }

    private static ProviderStatus status(Target target, int millis) {
        return new ProviderStatus(
                target,
                ProviderStatus.State.HEALTHY,
                0,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofMillis(millis)));
    }

    private static Candidate candidate(String provider, int weight, int priority) {
        return new Candidate(
                new Target(provider, "m"), null, weight, priority, 7, OptionalLong.empty(), Duration.ofSeconds(10));
    }
}

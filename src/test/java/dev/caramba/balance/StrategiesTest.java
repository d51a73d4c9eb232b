package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.caramba.health.HealthView;
import dev.caramba.health.ProviderStatus;
import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.health.Ranking.Tier;
import dev.caramba.prompt.Target;
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

    @Test
    void lowest_latency_trusts_an_average_the_less_the_older_it_is() {
        // Given
        var slowIsNotDue = idle(Map.of("a", 100, "b", 1000, "c", 200, "d", 100), Map.of("b", 60, "c", 5));
        var slowIsDue = idle(Map.of("a", 100, "b", 1000, "c", 200, "d", 100), Map.of("b", 80, "c", 5));

        // When
        var before = rank("lowest-latency", slowIsNotDue);
        var after = rank("lowest-latency", slowIsDue);

        // Then
        assertEquals(List.of("ad", "c", "b"), words(before));
        assertEquals(List.of("abd", "c"), words(after));
    }

    @Test
    void lowest_latency_keeps_its_order_while_nobody_is_asked() {
        // When
        var tiers = rank(
                "lowest-latency",
                idle(
                        Map.of("a", 100, "b", 1000, "c", 200, "d", 100),
                        Map.of("a", 3600, "b", 3600, "c", 3600, "d", 3600)));

        // Then
        assertEquals(List.of("ad", "c", "b"), words(tiers));
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
        return idle(millis, Map.of());
    }

    /** @param seconds since when each was asked, no time where it says nothing */
    private static HealthView idle(Map<String, Integer> millis, Map<String, Integer> seconds) {
        var now = Instant.parse("2030-01-01T00:00:00Z");
        return new HealthView(
                now,
                millis.entrySet().stream()
                        .map(entry -> status(
                                new Target(entry.getKey(), "m"),
                                now.minusSeconds(seconds.getOrDefault(entry.getKey(), 0)),
                                entry.getValue()))
                        .collect(Collectors.toMap(ProviderStatus::target, status -> status)));
    }

    private static ProviderStatus status(Target target, Instant lastUsed, int millis) {
        return new ProviderStatus(
                target,
                ProviderStatus.State.HEALTHY,
                0,
                Optional.of(lastUsed),
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

package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.HealthView;
import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Tier;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The strategies over a real store. Providers answer with their names: the answers read as a word. */
class BalancedProviderStrategyTest {

    private final BalancerFixture bench = new BalancerFixture();

    @Test
    void round_robin_asks_everybody_in_turn() {
        // Given
        Stream.of("a", "b", "c").forEach(bench::peer);

        // When
        var answers = answers(7);

        // Then
        assertEquals("abcabca", answers);
    }

    @Test
    void round_robin_starves_nobody_while_one_fails() {
        // Given
        var a = bench.peer("a");
        bench.peer("b").always(Scripts.fails(FailureKind.CONTEXT_LENGTH));
        var c = bench.peer("c");

        // When
        answers(60);

        // Then
        assertEquals(List.of(30, 30), List.of(a.asked(), c.asked()));
    }

    @Test
    void weighted_gives_everybody_its_share() {
        // Given
        bench.strategy("weighted");
        var a = bench.peer("a", 5, 0);
        var b = bench.peer("b", 3, 0);
        var c = bench.peer("c", 2, 0);

        // When
        answers(100);

        // Then
        assertEquals(List.of(50, 30, 20), List.of(a.asked(), b.asked(), c.asked()));
    }

    @Test
    void priority_asks_the_lowest_number_as_long_as_it_may_be_asked() {
        // Given
        bench.strategy("priority");
        bench.peer("c", 1, 2);
        bench.peer("a", 1, 1);
        bench.peer("b", 1, 1);
        var before = answers(4);
        bench.coolDown("a", Duration.ofSeconds(10));
        bench.coolDown("b", Duration.ofSeconds(20));

        // When
        var during = answers(2);

        // Then
        bench.advance(10_000);
        assertEquals("abab cc aa", before + " " + during + " " + answers(2));
    }

    @Test
    void priority_fails_over_within_a_tier_before_the_next() {
        // Given
        bench.strategy("priority");
        bench.peer("a", 1, 1).always(Scripts.fails(FailureKind.TIMEOUT));
        bench.peer("c", 1, 2);
        bench.peer("b", 1, 1).always(Scripts.fails(FailureKind.TIMEOUT));

        // When
        var call = bench.call();

        // Then
        assertEquals(List.of("a timeout", "b timeout", "c success"), call.attempts());
    }

    @Test
    void lowest_latency_measures_everybody_and_keeps_to_the_fastest() {
        // Given
        bench.strategy("lowest-latency");
        var slow = bench.peer("a").always(answersAfter(500));
        var fast = bench.peer("b").always(answersAfter(100));

        // When
        for (int i = 0; i < 20; i++) {
            bench.call();
            bench.advance(1000);
        }

        // Then
        assertEquals(2, slow.asked(), "once to measure it, once before that was known");
        assertEquals(18, fast.asked());
    }

    @Test
    void least_in_flight_asks_whoever_is_least_busy() {
        // Given
        bench.strategy("least-in-flight");
        var a = bench.peer("a").always(Scripts.stallsAfter(new Event.Chunk("Hel")));
        var b = bench.peer("b").always(Scripts.stallsAfter(new Event.Chunk("Hel")));
        Collections.nCopies(3, "a").forEach(bench::lease);

        // When
        answers(5);

        // Then
        assertEquals(List.of(1, 4), List.of(a.asked(), b.asked()));
    }

    @Test
    void a_custom_strategy_leads_where_it_wants() {
        // Given
        var last = new SelectionStrategy() {
            @Override
            public String name() {
                return "last-first";
            }

            @Override
            public List<Tier> rank(List<Candidate> candidates, HealthView view) {
                var reversed = new ArrayList<>(candidates);
                Collections.reverse(reversed);
                return reversed.stream()
                        .map(candidate -> Strategies.tier(Choice.IN_TURN, List.of(candidate)))
                        .toList();
            }
        };
        bench.strategy(last);
        Stream.of("a", "b").forEach(bench::peer);
        bench.peer("c").then(Scripts.fails(FailureKind.TIMEOUT));

        // When
        var answers = answers(3);

        // Then
        assertEquals("bcc", answers);
    }

    private String answers(int calls) {
        return IntStream.range(0, calls).mapToObj(i -> bench.call().text()).collect(Collectors.joining());
    }

    private Multi<Event> answersAfter(long millis) {
        return Scripts.after(bench.time, Duration.ofMillis(millis), Scripts.answers("x"));
    }
}

package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.health.HealthView;
import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.health.Ranking.Tier;
import dev.caramba.prompt.Target;
import dev.caramba.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The order of candidates of which some are preferred. */
class PreferenceTest {

    private static final List<Candidate> CANDIDATES =
            List.of(candidate("a", 1), candidate("b", 2), candidate("c", 1), candidate("d", 2));

    @Test
    void the_preferred_ones_come_first_and_both_groups_keep_their_order() {
        assertEquals(List.of("c", "b", "a", "d"), tiers("priority", Set.of("b", "c")));
        assertEquals(List.of("bd", "ac"), tiers("round-robin", Set.of("b", "d")));
        assertEquals(List.of("ac", "bd"), tiers("priority", Set.of("a", "c")));
    }

    @Test
    void the_way_to_choose_within_a_tier_stays() {
        var tiers = new Preference(candidate -> name(candidate).equals("b"), strategy("weighted"))
                .rank(CANDIDATES, HealthView.EMPTY);

        assertEquals(
                List.of(Choice.BY_WEIGHT, Choice.BY_WEIGHT),
                tiers.stream().map(Tier::choice).toList());
    }

    @Test
    void nobody_is_lost_when_all_or_none_are_preferred() {
        assertEquals(List.of("abcd"), tiers("round-robin", Set.of("a", "b", "c", "d")));
        assertEquals(List.of("abcd"), tiers("round-robin", Set.of("z")));
    }

    @Test
    void a_preference_within_a_preference_comes_second() {
        var inner = new Preference(candidate -> Set.of("b", "c").contains(name(candidate)), strategy("round-robin"));

        var tiers = new Preference(candidate -> name(candidate).equals("c"), inner).rank(CANDIDATES, HealthView.EMPTY);

        assertEquals(List.of("c", "b", "ad"), words(tiers));
    }

    private static List<String> tiers(String strategy, Set<String> preferred) {
        return words(new Preference(candidate -> preferred.contains(name(candidate)), strategy(strategy))
                .rank(CANDIDATES, HealthView.EMPTY));
    }

    private static List<String> words(List<Tier> tiers) {
        return tiers.stream()
                .map(tier -> tier.seats().stream()
                        .map(Seat::target)
                        .map(Target::provider)
                        .collect(Collectors.joining()))
                .toList();
    }

    private static String name(Candidate candidate) {
        return candidate.target().provider();
    }

    private static SelectionStrategy strategy(String name) {
        return new Strategies(List.of()).named(name).orElseThrow();
    }

    private static Candidate candidate(String name, int priority) {
        return new Candidate(
                new Target(name, "m"),
                new ScriptedProvider(name, new VirtualTime()),
                1,
                priority,
                10,
                OptionalLong.empty(),
                Duration.ofSeconds(10));
    }
}

package dev.caramba.health;

import static dev.caramba.health.Fleet.inTurn;
import static dev.caramba.health.Fleet.ranking;
import static dev.caramba.health.Fleet.tier;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.FailureKind;
import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.health.Ranking.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose turn it is. Models are called a, b, c: the order of the requests reads as a word. */
interface TurnRules extends FleetRules {

    @Test
    default void everybody_is_asked_in_turn() {
        // When
        var asked = fleet().asks(7, inTurn("pool", A, B, C));

        // Then
        assertEquals("abcabca", asked);
    }

    @Test
    default void every_pool_has_its_own_turns() {
        // Given
        fleet().asks(2, inTurn("pool", A, B, C));

        // When
        var asked = fleet().asks(2, inTurn("other", A, B, C));

        // Then
        assertEquals("ab", asked);
        assertEquals("ca", fleet().asks(2, inTurn("pool", A, B, C)));
    }

    @Test
    default void the_others_share_evenly_while_one_is_cooling_down() {
        // Given
        fleet().fails(3, B, FailureKind.UNAVAILABLE);

        // When
        var asked = fleet().asks(6, inTurn("pool", A, B, C));

        // Then
        assertEquals("acacac", asked);
    }

    @Test
    default void one_that_is_back_gets_its_turn_again() {
        // Given
        fleet().fails(3, B, FailureKind.UNAVAILABLE);
        fleet().asks(4, inTurn("pool", A, B, C));
        fleet().waitForCooldown(B);

        // When
        var asked = fleet().asks(6, inTurn("pool", A, B, C));

        // Then
        assertEquals("aabbcc", sorted(asked));
    }

    @Test
    default void failing_over_past_one_target_starves_no_other() {
        // Given every call asks anew without B when B was chosen first
        var asked = new StringBuilder();

        // When
        for (int i = 0; i < 6; i++) {
            var first = fleet().asks(1, inTurn("pool", A, B, C));
            asked.append(first.equals("b") ? fleet().asks(1, inTurn("pool", A, C)) : first);
        }

        // Then
        assertEquals("aaaccc", sorted(asked.toString()));
    }

    @Test
    default void the_one_with_the_fewest_leases_is_asked() {
        // Given
        fleet().leases(2, A);
        fleet().leases(1, C);

        // When
        var lease = fleet().lease(ranking("pool", Choice.LEAST_IN_FLIGHT, A, B, C));

        // Then
        assertEquals(B, lease.target());
    }

    @Test
    default void those_with_equally_few_leases_take_turns() {
        // Given
        fleet().leases(1, A);

        // When
        var asked = fleet().asks(4, ranking("pool", Choice.LEAST_IN_FLIGHT, A, B, C));

        // Then
        assertEquals("bcbc", asked);
    }

    @Test
    default void weights_are_shares_evenly_spread() {
        // When
        var asked = fleet().asks(14, weighted(new Seat(A, 5, 10), new Seat(B, 1, 10), new Seat(C, 1, 10)));

        // Then
        assertEquals("aabacaaaabacaa", asked);
    }

    @Test
    default void the_others_keep_their_shares_while_one_is_cooling_down() {
        // Given
        fleet().fails(3, A, FailureKind.UNAVAILABLE);

        // When
        var asked = fleet().asks(6, weighted(new Seat(A, 5, 10), new Seat(B, 2, 10), new Seat(C, 1, 10)));

        // Then
        assertEquals("bbbbcc", sorted(asked));
    }

    @Test
    default void one_that_is_back_does_not_catch_up_on_what_it_missed() {
        // Given
        var ranking = weighted(new Seat(A, 1, 10), new Seat(B, 1, 10));
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().asks(20, ranking);
        fleet().waitForCooldown(A);

        // When
        var asked = fleet().asks(6, ranking);

        // Then
        assertEquals("aaabbb", sorted(asked));
    }

    @Test
    default void a_tier_is_asked_only_when_nothing_before_it_may_be() {
        // Given
        var ranking = new Ranking("pool", List.of(tier(Choice.IN_TURN, A), tier(Choice.IN_TURN, B, C)));
        assertEquals("aa", fleet().asks(2, ranking));

        // When
        fleet().fails(3, A, FailureKind.UNAVAILABLE);

        // Then
        assertEquals("bcb", fleet().asks(3, ranking));
    }

    @Test
    default void the_first_tier_leads_again_once_it_is_back() {
        // Given
        var ranking = new Ranking("pool", List.of(tier(Choice.IN_TURN, A), tier(Choice.IN_TURN, B)));
        fleet().fails(3, A, FailureKind.UNAVAILABLE);
        fleet().asks(1, ranking);

        // When
        fleet().waitForCooldown(A);

        // Then
        assertEquals("aa", fleet().asks(2, ranking));
    }

    private static Ranking weighted(Seat... seats) {
        return new Ranking("pool", List.of(new Tier(Choice.BY_WEIGHT, List.of(seats))));
    }

    private static String sorted(String word) {
        return word.chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}

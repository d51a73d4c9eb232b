package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HedgeBudgetTest {

    @Test
    void the_first_call_may_be_hedged() {
        var budget = new HedgeBudget(0.1);

        budget.earn();

        assertTrue(budget.take());
        assertFalse(budget.take());
    }

    @Test
    void a_share_of_a_tenth_hedges_every_tenth_call() {
        var budget = new HedgeBudget(0.1);
        budget.take();

        var hedged = IntStream.rangeClosed(1, 40)
                .filter(call -> {
                    budget.earn();
                    return budget.take();
                })
                .boxed()
                .toList();

        assertEquals(List.of(10, 20, 30, 40), hedged);
    }

    @Test
    void ten_are_kept_at_most() {
        var budget = new HedgeBudget(0.5);

        IntStream.range(0, 1000).forEach(call -> budget.earn());

        assertEquals(10, IntStream.range(0, 100).filter(call -> budget.take()).count());
    }

    @Test
    void what_was_not_needed_is_there_again() {
        var budget = new HedgeBudget(0.1);
        budget.take();

        budget.giveBack();

        assertTrue(budget.take());
    }

    @Test
    void a_share_of_everything_hedges_every_call() {
        var budget = new HedgeBudget(1);
        budget.take();

        assertTrue(IntStream.range(0, 100).allMatch(call -> {
            budget.earn();
            return budget.take();
        }));
    }

    @Test
    void a_share_of_nothing_hedges_none() {
        var budget = new HedgeBudget(0);

        budget.earn();

        assertFalse(budget.take());
    }
}

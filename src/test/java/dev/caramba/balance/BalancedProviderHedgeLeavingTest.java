package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.HedgeResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers who leave a hedged call, and leases that come when they are no longer wanted. */
class BalancedProviderHedgeLeavingTest {

    private static final Duration NETWORK = Duration.ofMillis(10);

    private final BalancerFixture bench = new BalancerFixture().hedgingAfter(Duration.ofSeconds(1));
    private final ScriptedProvider a = bench.peer("a");
    private final ScriptedProvider b = bench.peer("b");

    @AfterEach
    void nothing_is_left() {
        bench.time.advance(Duration.ofSeconds(1));
        assertEquals(0, bench.time.pending(), "tasks");
        List.of(a, b).forEach(provider -> {
            assertEquals(0, provider.underWay(), () -> "requests under way at " + provider.name());
            assertEquals(0, bench.status(provider.name()).inFlight(), () -> "leases of " + provider.name());
        });
    }

    @Test
    void before_the_hedge_nobody_else_is_asked() {
        // Given
        a.then(Scripts.isSilent());
        var call = bench.call();

        // When
        call.cancel();

        // Then
        bench.advance(5000);
        assertEquals(0, b.asked());
        assertEquals(List.of("a ignored"), bench.store.reports());
        assertEquals(List.of(), call.trail().hedgings());
    }

    @Test
    void both_are_cancelled_and_their_leases_ignored() {
        // Given
        a.then(Scripts.isSilent());
        b.then(Scripts.isSilent());
        var call = bench.call();
        bench.advance(1000);

        // When
        call.cancel();

        // Then
        assertEquals(List.of(1, 1), List.of(a.cancellations(), b.cancellations()));
        assertEquals(List.of("a ignored", "b ignored"), bench.store.reports());
        assertEquals(List.of("a cancelled", "b cancelled"), call.attempts());
        assertEquals(List.of(HedgeResult.LOST), call.trail().hedgings());
    }

    @Test
    void the_winner_is_cancelled_and_its_lease_ignored() {
        // Given
        a.then(Scripts.isSilent());
        b.then(Scripts.stallsAfter(new Event.Chunk("Hel")));
        var call = bench.call();
        bench.advance(1000);
        assertEquals("Hel", call.text());

        // When
        call.cancel();

        // Then
        assertEquals(1, b.cancellations());
        assertEquals(List.of("a ignored", "b ignored"), bench.store.reports());
        assertEquals(List.of(HedgeResult.WON), call.trail().hedgings());
    }

    @Test
    void one_that_is_left_alone_is_cancelled() {
        // Given
        a.then(Scripts.after(bench.time, Duration.ofMillis(1500), Scripts.fails(FailureKind.NETWORK)));
        b.then(Scripts.isSilent());
        var call = bench.call();
        bench.advance(1500);

        // When
        call.cancel();

        // Then
        assertEquals(1, b.cancellations());
        assertEquals(List.of("a network", "b ignored"), bench.store.reports());
    }

    @Test
    void while_the_store_makes_up_its_mind_the_lease_is_given_back() {
        // Given
        a.then(Scripts.isSilent());
        var call = slowStore();
        bench.advance(1000);
        assertEquals(1, bench.status("b").inFlight());

        // When
        call.cancel();

        // Then
        bench.time.advance(NETWORK);
        assertEquals(0, b.asked());
        assertEquals(List.of("a ignored", "b ignored"), bench.store.reports());
        assertEquals(List.of("a cancelled"), call.attempts());
        assertEquals(List.of(), call.trail().hedgings());
    }

    @Test
    void a_lease_that_is_granted_after_the_answer_has_begun_is_given_back() {
        // Given
        a.then(Scripts.after(bench.time, Duration.ofMillis(1005), Scripts.answers("a")));
        var call = slowStore();

        // When
        bench.advance(1005);

        // Then
        assertEquals("a", call.answer());
        assertEquals(1, bench.status("b").inFlight());
        bench.time.advance(NETWORK);
        assertEquals(0, b.asked());
        assertEquals(List.of("a success", "b ignored"), bench.store.reports());
        assertEquals(1, call.trail().begun());
    }

    @Test
    void a_lease_that_is_granted_after_the_attempt_has_failed_is_given_back_and_the_next_step_taken() {
        // Given
        a.then(Scripts.after(bench.time, Duration.ofMillis(1005), Scripts.fails(FailureKind.UNAVAILABLE)));
        var call = slowStore();
        bench.advance(1005);
        assertFalse(call.ended());

        // When
        bench.time.advance(NETWORK.multipliedBy(2));

        // Then
        assertEquals("b", call.answer());
        assertEquals(1, b.asked());
        assertEquals(List.of("a unavailable", "b ignored", "b success"), bench.store.reports());
        assertEquals(List.of("a unavailable", "b success"), call.attempts());
    }

    @Test
    void a_token_that_was_not_needed_is_there_for_the_next_call() {
        // Given
        a.then(Scripts.after(bench.time, Duration.ofMillis(1005), Scripts.answers("a")));
        slowStore();
        bench.time.advance(Duration.ofMillis(1005).plus(NETWORK));
        bench.store.delayAcquireReplies(Duration.ZERO);
        a.then(Scripts.isSilent());
        var call = bench.call();

        // When
        bench.advance(1000);

        // Then
        assertEquals("b", call.answer());
    }

    /** A call whose first lease has been granted, and whose next reply takes its time. */
    private Call slowStore() {
        var call = bench.call();
        bench.store.delayAcquireReplies(NETWORK);
        return call;
    }
}

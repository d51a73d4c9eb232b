package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers who leave, or who read slowly, while their answer goes over from one attempt to another. */
class BalancedProviderResumeLeavingTest {

    private static final Duration NETWORK = Duration.ofMillis(10);

    private final BalancerFixture bench = new BalancerFixture();
    private final ScriptedProvider a = bench.peer("a").then(Scripts.breaksAfter("Hello", FailureKind.NETWORK));

    @AfterEach
    void nothing_is_left() {
        bench.time.advance(Duration.ofSeconds(1));
        assertEquals(0, bench.time.pending(), "tasks");
        assertEquals(0, a.underWay(), "requests under way");
        assertEquals(0, bench.status("a").inFlight(), "leases");
    }

    @Test
    void while_text_is_held_back_the_request_is_cancelled_and_its_lease_ignored() {
        // Given
        var b = bench.peer("b").then(Scripts.stallsAfter(Scripts.start("b"), new Event.Chunk("He")));
        var call = bench.call();

        // When
        call.cancel();

        // Then
        assertEquals(1, b.cancellations());
        assertEquals(List.of("a network", "b ignored"), bench.store.reports());
        assertEquals(List.of("a network", "b cancelled"), call.attempts());
        assertEquals(0, bench.status("b").inFlight());
    }

    @Test
    void after_new_text_the_request_is_cancelled_and_its_lease_ignored() {
        // Given
        var b = bench.peer("b").continuingText().then(Scripts.stallsAfter(new Event.Chunk(" there")));
        var call = bench.call();
        assertEquals("Hello there", call.text());

        // When
        call.cancel();

        // Then
        assertEquals(1, b.cancellations());
        assertEquals(List.of("a network", "b ignored"), bench.store.reports());
    }

    @Test
    void during_the_wait_nobody_is_asked_again() {
        // Given
        var call = bench.call();
        assertEquals(1, bench.time.pending());

        // When
        call.cancel();

        // Then
        assertEquals(0, bench.time.pending());
        bench.advance(10_000);
        assertEquals(1, a.asked());
        assertEquals(List.of("a network"), bench.store.reports());
    }

    @Test
    void while_the_failure_is_reported_nobody_else_is_asked() {
        // Given
        bench.store.delayReports(NETWORK);
        var b = bench.peer("b");
        var call = bench.call();
        assertEquals("Hello", call.text());

        // When
        call.cancel();

        // Then
        bench.time.advance(NETWORK);
        assertEquals(0, b.asked());
        assertEquals(List.of("a network"), bench.store.reports());
    }

    @Test
    void while_the_store_makes_up_its_mind_the_lease_is_given_back() {
        // Given
        bench.store.delayAcquireReplies(NETWORK);
        var b = bench.peer("b");
        var call = bench.call();
        bench.time.advance(NETWORK);
        assertEquals("Hello", call.text());
        assertEquals(1, bench.status("b").inFlight());

        // When
        call.cancel();

        // Then
        bench.time.advance(NETWORK);
        assertEquals(0, b.asked());
        assertEquals(List.of("a network", "b ignored"), bench.store.reports());
        assertEquals(0, bench.status("b").inFlight());
    }

    @Test
    void what_is_held_back_holds_nobody_up_who_asks_for_one_event_at_a_time() {
        // Given
        bench.peer("b").then(Scripts.says("H", "e", "l", "l", "o", " ", "there"));
        var call = bench.callWithoutDemand();

        // When
        for (int events = 1; events <= 5; events++) {
            assertFalse(call.ended());
            call.subscriber().request(1);
            assertEquals(events, call.events().size());
        }

        // Then
        assertEquals("Hello there", call.answer());
    }
}

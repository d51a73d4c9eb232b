package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the store is told of an attempt, and when. */
class BalancedProviderLeaseTest {

    private static final Duration NETWORK = Duration.ofMillis(10);

    private final BalancerFixture bench = new BalancerFixture();

    @Test
    void a_lease_is_renewed_at_a_third_of_its_life_while_a_stream_runs() {
        // Given
        bench.peer("a").then(Scripts.stallsAfter(new Event.Chunk("Hel")));
        bench.call();

        // When
        bench.advance(29_999);

        // Then
        assertEquals(2, bench.store.renewals());
        bench.advance(60_000);
        assertEquals(1, bench.status("a").inFlight());
    }

    @Test
    void a_lease_is_renewed_while_a_unary_answer_is_awaited() {
        // Given
        bench.peer("a").then(Scripts.isSilent());
        bench.unaryCall();

        // When
        bench.advance(45_000);

        // Then
        assertEquals(4, bench.store.renewals());
        assertEquals(1, bench.status("a").inFlight());
    }

    @Test
    void a_renewal_that_is_lost_frees_no_slot_of_a_running_stream() {
        // Given
        bench.peer("a").then(Scripts.stallsAfter(new Event.Chunk("Hel")));
        bench.store.loseRenewals(1);
        bench.call();
        bench.advance(19_999);
        assertEquals(0, bench.store.renewals());

        // When
        bench.advance(10_001);

        // Then
        assertEquals(2, bench.store.renewals());
        assertEquals(1, bench.status("a").inFlight());
    }

    @Test
    void no_lease_is_renewed_after_the_end() {
        // Given
        bench.peer("a");
        bench.call();

        // When
        bench.advance(60_000);

        // Then
        assertEquals(0, bench.store.renewals());
    }

    @Test
    void done_is_passed_on_after_its_report_has_arrived() {
        // Given
        bench.peer("a");
        bench.store.delayReports(NETWORK);
        var call = bench.call();
        assertEquals("a", call.text());
        assertFalse(call.ended());

        // When
        bench.time.advance(NETWORK);

        // Then
        assertEquals("a", call.answer());
        assertEquals(List.of("a success"), bench.store.reports());
    }

    @Test
    void the_next_target_is_asked_after_the_report_has_arrived() {
        // Given
        bench.peer("a").then(Scripts.fails(FailureKind.UNAVAILABLE));
        var b = bench.peer("b");
        bench.store.delayReports(NETWORK);
        bench.call();
        assertEquals(0, b.asked());

        // When
        bench.time.advance(NETWORK);

        // Then
        assertEquals(1, b.asked());
        assertEquals(List.of("a unavailable"), bench.store.reports());
    }

    @Test
    void every_attempt_is_reported_once() {
        // Given
        bench.peer("a").always(Scripts.opensAndFails(FailureKind.NETWORK));
        bench.peer("b").then(Scripts.limitedFor(Duration.ofSeconds(60)));
        bench.fallback("f");

        // When
        var call = bench.call();
        bench.advance(60_000);

        // Then
        assertEquals("f", call.answer());
        assertEquals(List.of("a network", "b rate_limited", "f success"), bench.store.reports());
        assertEquals(call.attempts(), bench.store.reports());
    }

    @Test
    void a_report_that_fails_does_not_fail_the_call() {
        // Given
        bench.peer("a").then(Scripts.fails(FailureKind.UNAVAILABLE));
        bench.peer("b");
        bench.store.failReports();

        // When
        var call = bench.call();

        // Then
        assertEquals("b", call.answer());
    }

    @Test
    void an_answer_that_ends_without_a_terminal_event_is_a_failure_and_frees_its_slot() {
        // Given
        var one = BalancerFixture.withMaxAttempts(1);
        one.unruly("a", Multi.createFrom().items(Scripts.start("a")));

        // When
        var call = one.call();

        // Then
        assertEquals(FailureKind.NETWORK, call.errorKind());
        assertEquals(0, one.status("a").inFlight());
        assertEquals(List.of("a network"), one.store.reports());
    }

    @Test
    void what_a_dialect_left_out_is_told() {
        // Given
        bench.peer("a").then(Scripts.answersWith(List.of("seed", "topP"), Duration.ZERO));

        // When
        var call = bench.call();

        // Then
        assertEquals(List.of("seed", "topP"), call.trail().droppedParams());
        assertEquals(List.of("seed", "topP"), ((Event.Start) call.events().get(0)).droppedParams());
    }

    @Test
    void a_target_that_says_it_has_no_requests_left_is_passed_over() {
        // Given
        var a = bench.peer("a").then(Scripts.answersWith(List.of(), Duration.ofSeconds(20)));
        var b = bench.peer("b");
        bench.call();

        // When
        bench.call();
        bench.call();
        bench.advance(20_000);
        bench.call();

        // Then
        assertEquals(List.of(2, 2), List.of(a.asked(), b.asked()));
    }

    @Test
    void requests_are_back_when_the_provider_said_however_long_its_answer_took() {
        // Given
        var start = ((Event.Start) Scripts.start("a")).with(List.of(), Duration.ofSeconds(20));
        bench.peer("a")
                .then(Multi.createBy()
                        .concatenating()
                        .streams(
                                Multi.createFrom().items(start, new Event.Chunk("Hel")),
                                Scripts.after(
                                        bench.time,
                                        Duration.ofSeconds(15),
                                        Multi.createFrom().item(Scripts.done()))));
        bench.call();

        // When
        bench.advance(15_000);

        // Then
        assertEquals(
                Optional.of(bench.time.instant().plusSeconds(5)),
                bench.status("a").cooldownUntil());
    }

    @Test
    void the_time_to_first_token_is_measured_to_the_first_content() {
        // Given
        bench.peer("a")
                .then(Multi.createBy()
                        .concatenating()
                        .streams(
                                Multi.createFrom().items(Scripts.start("a")),
                                Scripts.after(bench.time, Duration.ofMillis(700), Scripts.answers("a"))));
        bench.call();

        // When
        bench.advance(700);

        // Then
        assertEquals(Optional.of(Duration.ofMillis(700)), bench.status("a").latency());
    }
}

package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.HedgeResult;
import dev.caramba.generation.Usage;
import dev.caramba.health.ProviderStatus;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A second attempt beside one that is silent for a second. */
class BalancedProviderHedgeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private BalancerFixture bench = new BalancerFixture().hedgingAfter(SECOND);

    @AfterEach
    void nothing_is_left() {
        assertEquals(0, bench.time.pending(), "tasks");
        bench.providers().forEach(provider -> {
            assertEquals(0, provider.underWay(), () -> "requests under way at " + provider.name());
            assertEquals(0, bench.status(provider.name()).inFlight(), () -> "leases of " + provider.name());
        });
    }

    @Test
    void a_peer_is_asked_beside_a_silent_attempt_and_answers() {
        // Given
        var a = bench.peer("a").then(Scripts.isSilent());
        var b = bench.peer("b");
        var call = bench.call();
        bench.advance(999);
        assertEquals(0, b.asked());

        // When
        bench.advance(1);

        // Then
        assertEquals("b", call.answer());
        assertEquals(List.of(Duration.ofSeconds(1)), b.askedAt());
        assertEquals(1, a.cancellations());
        assertEquals(List.of("a ignored", "b success"), bench.store.reports());
        assertEquals(List.of("a cancelled", "b success"), call.attempts());
        assertEquals(2, call.trail().begun());
        assertEquals(Optional.of(BalancerFixture.target("b")), call.trail().answering());
        assertEquals(List.of(HedgeResult.WON), call.trail().hedgings());
    }

    @Test
    void the_first_attempt_wins_when_it_has_content_first() {
        // Given
        bench.peer("a").then(after(1500, Scripts.answers("a")));
        var b = bench.peer("b").then(Scripts.isSilent());
        var call = bench.call();

        // When
        bench.advance(1500);

        // Then
        assertEquals("a", call.answer());
        assertEquals(1, b.cancellations());
        assertEquals(List.of("b ignored", "a success"), bench.store.reports());
        assertEquals(List.of("b cancelled", "a success"), call.attempts());
        assertEquals(List.of(HedgeResult.LOST), call.trail().hedgings());
    }

    @Test
    void a_unary_call_is_hedged_alike() {
        // Given
        var a = bench.peer("a").then(after(60_000, Scripts.answers("a")));
        bench.peer("b").then(after(300, Scripts.answers("b")));
        var call = bench.unaryCall();

        // When
        bench.advance(1300);

        // Then
        assertEquals("b", call.answer());
        assertEquals(1, a.cancellations());
        assertEquals(List.of("a cancelled", "b success"), call.attempts());
    }

    @Test
    void an_answer_without_content_wins_too() {
        // Given
        bench.peer("a").then(Scripts.isSilent());
        bench.peer("b").then(Multi.createFrom().items(Scripts.start("b"), Scripts.done()));
        var call = bench.call();

        // When
        bench.advance(1000);

        // Then
        assertEquals("", call.answer());
        assertEquals(List.of("a ignored", "b success"), bench.store.reports());
    }

    @Test
    void a_head_without_content_is_silence() {
        // Given
        bench.peer("a").then(Scripts.stallsAfter(Scripts.start("a")));
        bench.peer("b");
        var call = bench.call();

        // When
        bench.advance(1000);

        // Then
        assertEquals("b", call.answer());
        assertEquals(Optional.of("b"), ((Event.Start) call.events().get(0)).id());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void of_two_at_the_same_instant_one_answers(boolean firstIsFirst) {
        // Given
        bench.peer("a").then(after(firstIsFirst ? 2000 : 2001, Scripts.answers("a")));
        bench.peer("b").then(after(1000, Scripts.answers("b")));
        var call = bench.call();

        // When
        bench.advance(2001);

        // Then
        var winner = firstIsFirst ? "a" : "b";
        var loser = firstIsFirst ? "b" : "a";
        assertEquals(winner, call.answer());
        assertEquals(List.of(loser + " ignored", winner + " success"), bench.store.reports());
    }

    @Test
    void the_usage_is_that_of_the_winner() {
        // Given
        bench.peer("a").then(Scripts.isSilent());
        var done = new Event.Done(FinishReason.STOP, Optional.of(Usage.of(7, 3)));
        bench.peer("b").then(Multi.createFrom().items(new Event.Chunk("b"), done));
        var call = bench.call();

        // When
        bench.advance(1000);

        // Then
        var events = call.events();
        assertEquals(Optional.of(Usage.of(7, 3)), ((Event.Done) events.get(events.size() - 1)).usage());
    }

    @Test
    void nothing_is_held_against_the_one_that_was_slower() {
        // Given
        bench = BalancerFixture.withHedgeBudget(1).hedgingAfter(SECOND).strategy("priority");
        bench.peer("a").always(Scripts.isSilent());
        bench.peer("b");

        // When
        for (int i = 0; i < 5; i++) {
            bench.call();
            bench.advance(1000);
        }

        // Then
        assertEquals(ProviderStatus.State.HEALTHY, bench.status("a").state());
        assertEquals(0, bench.status("a").failures());
        assertEquals(Optional.empty(), bench.status("a").lastError());
        assertEquals(Optional.empty(), bench.status("a").latency());
    }

    @Test
    void an_attempt_that_speaks_in_time_is_not_hedged() {
        // Given
        bench.peer("a").then(after(999, Scripts.answers("a")));
        var b = bench.peer("b");
        var call = bench.call();

        // When
        bench.advance(5000);

        // Then
        assertEquals("a", call.answer());
        assertEquals(0, b.asked());
        assertEquals(List.of(), call.trail().hedgings());
    }

    @Test
    void an_answer_that_has_begun_is_not_hedged() {
        // Given
        bench.peer("a").then(Scripts.stallsAfter(Scripts.start("a"), new Event.Chunk("Hel")));
        var b = bench.peer("b");
        var call = bench.call();

        // When
        bench.advance(60_000);

        // Then
        assertEquals(0, b.asked());
        call.cancel();
    }

    @Test
    void an_attempt_that_finishes_a_broken_answer_is_not_hedged() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hel", FailureKind.NETWORK));
        var b = bench.peer("b").then(Scripts.isSilent());
        var c = bench.peer("c");
        var call = bench.call();

        // When
        bench.advance(5000);

        // Then
        assertEquals(List.of(1, 0), List.of(b.asked(), c.asked()));
        call.cancel();
    }

    @Test
    void without_the_setting_nobody_is_hedged() {
        // Given
        bench = new BalancerFixture();
        bench.peer("a").then(Scripts.isSilent());
        var b = bench.peer("b");
        var call = bench.call();

        // When
        bench.advance(9999);

        // Then
        assertEquals(0, b.asked());
        call.cancel();
    }

    @Test
    void fallbacks_are_no_hedges() {
        // Given
        bench.peer("a").then(Scripts.isSilent());
        var f = bench.fallback("f");
        var call = bench.call();

        // When
        bench.advance(9999);

        // Then
        assertEquals(0, f.asked());
        call.cancel();
    }

    @Test
    void a_fallback_is_not_hedged() {
        // Given
        var a = bench.peer("a");
        var b = bench.peer("b");
        bench.fallback("f").then(Scripts.isSilent());
        bench.coolDown("a", Duration.ofMillis(500));
        bench.coolDown("b", Duration.ofMillis(500));
        var call = bench.call();

        // When
        bench.advance(5000);

        // Then
        assertEquals(List.of(0, 0), List.of(a.asked(), b.asked()));
        call.cancel();
    }

    @Test
    void one_attempt_at_most_is_one() {
        // Given
        bench = BalancerFixture.withMaxAttempts(1).hedgingAfter(SECOND);
        bench.peer("a").then(Scripts.isSilent());
        var b = bench.peer("b");
        var call = bench.call();

        // When
        bench.advance(9999);

        // Then
        assertEquals(0, b.asked());
        call.cancel();
    }

    @Test
    void a_hedge_that_fails_leaves_the_first_attempt_alone() {
        // Given
        bench.peer("a").then(after(3000, Scripts.answers("a")));
        var b = bench.peer("b").then(Scripts.fails(FailureKind.UNAVAILABLE));
        var call = bench.call();

        // When
        bench.advance(3000);

        // Then
        assertEquals("a", call.answer());
        assertEquals(1, b.asked());
        assertEquals(List.of("b unavailable", "a success"), bench.store.reports());
        assertEquals(List.of("b unavailable", "a success"), call.attempts());
        assertEquals(List.of(HedgeResult.LOST), call.trail().hedgings());
        assertEquals(1, bench.status("b").failures());
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"UNAVAILABLE", "RATE_LIMITED", "AUTHENTICATION", "INVALID_REQUEST", "UNSUPPORTED", "CONTEXT_LENGTH"
            })
    void a_first_attempt_that_fails_leaves_the_hedge_alone(FailureKind kind) {
        // Given
        var a = bench.peer("a").then(after(2000, Scripts.fails(kind)));
        bench.peer("b").then(after(5000, Scripts.answers("b")));
        var call = bench.call();

        // When
        bench.advance(6000);

        // Then
        assertEquals("b", call.answer());
        assertEquals(1, a.asked());
        assertEquals(List.of("a " + kind.wireName(), "b success"), call.attempts());
        assertEquals(List.of(HedgeResult.WON), call.trail().hedgings());
    }

    @Test
    void when_both_fail_the_next_peer_is_asked() {
        // Given
        bench = BalancerFixture.withHedgeBudget(0.5).hedgingAfter(SECOND);
        bench.peer("a").then(after(2000, Scripts.fails(FailureKind.NETWORK)));
        bench.peer("b").then(after(1500, Scripts.fails(FailureKind.UNAVAILABLE)));
        var c = bench.peer("c");
        var call = bench.call();

        // When
        bench.advance(2500);

        // Then
        assertEquals("c", call.answer());
        assertEquals(List.of(Duration.ofMillis(2500)), c.askedAt());
        assertEquals(List.of("a network", "b unavailable", "c success"), call.attempts());
        assertEquals(List.of(HedgeResult.LOST), call.trail().hedgings());
    }

    @Test
    void when_both_fail_and_no_peer_is_left_one_is_asked_again_politely() {
        // Given
        var a = bench.peer("a").then(after(2000, Scripts.fails(FailureKind.NETWORK)));
        var b = bench.peer("b").then(after(1500, Scripts.fails(FailureKind.UNAVAILABLE)));
        var call = bench.call();

        // When
        bench.advance(2500 + 375);

        // Then
        assertEquals("b", call.answer());
        assertEquals(List.of(1, 2), List.of(a.asked(), b.asked()));
    }

    @Test
    void when_both_fail_for_good_the_first_ones_failure_is_told() {
        // Given
        bench.peer("a").then(after(2000, Scripts.fails(FailureKind.AUTHENTICATION)));
        bench.peer("b").then(Scripts.fails(FailureKind.QUOTA_EXHAUSTED));
        var call = bench.call();

        // When
        bench.advance(2000);

        // Then
        assertEquals(FailureKind.AUTHENTICATION, call.errorKind());
        assertEquals(List.of("b quota_exhausted", "a authentication"), call.attempts());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_failure_that_ends_a_call_does_so_once_the_other_has_failed(boolean firstIsFinal) {
        // Given
        var last = Scripts.fails(FailureKind.CONTENT_FILTER);
        var other = Scripts.fails(FailureKind.UNAVAILABLE);
        bench.peer("a").then(after(2000, firstIsFinal ? last : other));
        bench.peer("b").then(after(2000, firstIsFinal ? other : last));
        var f = bench.fallback("f");
        var call = bench.call();

        // When
        bench.advance(10_000);

        // Then
        assertEquals(FailureKind.CONTENT_FILTER, call.errorKind());
        assertEquals(0, f.asked());
    }

    @Test
    void a_hedge_that_fails_is_followed_by_another_while_the_first_attempt_is_silent() {
        // Given
        bench = BalancerFixture.withHedgeBudget(1).hedgingAfter(SECOND);
        bench.peer("a").then(Scripts.isSilent());
        bench.peer("b").then(Scripts.fails(FailureKind.UNAVAILABLE));
        bench.peer("c");
        var call = bench.call();

        // When
        bench.advance(1000);

        // Then
        assertEquals("c", call.answer());
        assertEquals(List.of(HedgeResult.LOST, HedgeResult.WON), call.trail().hedgings());
    }

    @Test
    void a_hedge_that_is_left_alone_is_hedged_when_it_has_been_silent_for_as_long() {
        // Given
        bench = BalancerFixture.withHedgeBudget(1).hedgingAfter(SECOND);
        bench.peer("a").then(after(1500, Scripts.fails(FailureKind.UNAVAILABLE)));
        bench.peer("b").then(Scripts.isSilent());
        var c = bench.peer("c");
        var call = bench.call();

        // When
        bench.advance(2000);

        // Then
        assertEquals("c", call.answer());
        assertEquals(List.of(Duration.ofMillis(2000)), c.askedAt());
        assertEquals(List.of("a unavailable", "b cancelled", "c success"), call.attempts());
    }

    @Test
    void the_first_token_timeout_holds_for_each() {
        // Given
        bench.peer("a").then(Scripts.isSilent());
        bench.peer("b").then(after(19_000, Scripts.answers("b")));
        var call = bench.call();

        // When
        bench.advance(20_000);

        // Then
        assertEquals("b", call.answer());
        assertEquals(List.of("a timeout", "b success"), bench.store.reports());
        assertEquals(List.of("a timeout", "b success"), call.attempts());
    }

    @Test
    void the_deadline_ends_both() {
        // Given
        bench.peer("a").then(Scripts.isSilent());
        bench.peer("b").then(Scripts.isSilent());
        var call = bench.unaryCall();

        // When
        bench.time.advance(BalancerFixture.DEADLINE);

        // Then
        assertEquals(FailureKind.TIMEOUT, call.errorKind());
        assertEquals(List.of("a timeout", "b timeout"), bench.store.reports());
    }

    @Test
    void a_callers_hurry_is_held_against_neither() {
        // Given
        bench.peer("a").then(Scripts.isSilent());
        bench.peer("b").then(Scripts.isSilent());
        var call = bench.callWithin(Duration.ofSeconds(3));

        // When
        bench.advance(3000);

        // Then
        assertEquals(FailureKind.TIMEOUT, call.errorKind());
        assertEquals(List.of("a ignored", "b ignored"), bench.store.reports());
    }

    @Test
    void a_silent_probe_that_loses_leaves_the_probe_to_the_next_call() {
        // Given
        bench.strategy("priority");
        bench.peer("a", 1, 0).then(Scripts.isSilent());
        bench.peer("b", 1, 1);
        bench.coolDown("a", Duration.ofSeconds(5));
        bench.advance(5000);
        bench.call();
        assertEquals(ProviderStatus.State.PROBING, bench.status("a").state());

        // When
        bench.advance(1000);

        // Then
        assertEquals(List.of("a ignored", "b success"), bench.store.reports());
        assertEquals(ProviderStatus.State.PROBING, bench.status("a").state());
        assertEquals("a", bench.call().answer());
        assertEquals(ProviderStatus.State.HEALTHY, bench.status("a").state());
    }

    @Test
    void a_hedge_may_be_the_probe() {
        // Given
        bench.strategy("priority");
        bench.peer("a", 1, 0).then(Scripts.isSilent());
        bench.peer("b", 1, 1);
        bench.coolDown("b", Duration.ofMillis(900));
        bench.call();

        // When
        bench.advance(1000);

        // Then
        assertEquals(List.of("a ignored", "b success"), bench.store.reports());
        assertEquals(ProviderStatus.State.HEALTHY, bench.status("b").state());
    }

    @Test
    void no_peer_that_may_not_be_asked_is() {
        // Given
        bench.peer("a").then(after(3000, Scripts.answers("a")));
        var b = bench.peer("b");
        bench.coolDown("b", Duration.ofSeconds(60));
        var call = bench.call();

        // When
        bench.advance(3000);

        // Then
        assertEquals("a", call.answer());
        assertEquals(0, b.asked());
        assertEquals(List.of("a success"), bench.store.reports());
    }

    @Test
    void no_peer_that_is_full_is_asked_and_the_token_stays() {
        // Given
        bench.strategy("priority");
        bench.peer("a", 1, 0).always(after(3000, Scripts.answers("a")));
        var b = bench.peer("b", 1, 1);
        var taken = IntStream.range(0, 10).mapToObj(i -> bench.lease("b")).toList();
        bench.call();
        bench.advance(3000);
        assertEquals(0, b.asked());

        // When
        taken.forEach(lease -> bench.release(lease));
        var call = bench.call();
        bench.advance(1000);

        // Then
        assertEquals("b", call.answer());
    }

    @Test
    void every_tenth_call_is_hedged_at_most() {
        // Given
        bench.strategy("priority");
        bench.peer("a", 1, 0).always(after(1200, Scripts.answers("a")));
        var b = bench.peer("b", 1, 1);

        // When
        var hedged = IntStream.rangeClosed(1, 30)
                .filter(i -> {
                    int before = b.asked();
                    var call = bench.call();
                    bench.advance(1200);
                    assertTrue(call.ended());
                    return b.asked() > before;
                })
                .boxed()
                .toList();

        // Then
        assertEquals(List.of(1, 10, 20, 30), hedged);
    }

    @Test
    void without_a_budget_none_is_hedged() {
        // Given
        bench = BalancerFixture.withHedgeBudget(0).hedgingAfter(SECOND);
        bench.peer("a").then(Scripts.isSilent());
        var b = bench.peer("b");
        var call = bench.call();

        // When
        bench.advance(9999);

        // Then
        assertEquals(0, b.asked());
        call.cancel();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void nobody_is_given_more_events_than_it_asked_for(int demand) {
        // Given
        bench.peer("a").then(after(5000, Scripts.answers("a")));
        bench.peer("b").then(after(500, Scripts.answers("b")));
        var call = bench.callWithoutDemand();

        // When
        call.subscriber().request(1);
        bench.advance(1500);
        for (int events = 1; events < demand; events++) {
            assertEquals(events, call.events().size());
            call.subscriber().request(1);
        }

        // Then
        assertEquals(demand, call.events().size());
        assertEquals(demand == 3, call.ended());
        call.cancel();
    }

    private Multi<Event> after(long millis, Multi<Event> script) {
        return Scripts.after(bench.time, Duration.ofMillis(millis), script);
    }
}

package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.HealthView;
import dev.caramba.health.Ranking;
import dev.caramba.prompt.GenerationParams;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A caller that leaves: nothing runs on, no slot stays taken, nobody is blamed. */
class BalancedProviderCancellationTest {

    private static final Duration NETWORK = Duration.ofMillis(10);

    private final BalancerFixture bench = new BalancerFixture();
    private final ScriptedProvider a = bench.peer("a");

    @AfterEach
    void nothing_is_left() {
        bench.time.advance(Duration.ofSeconds(1));
        assertEquals(0, bench.time.pending(), "tasks");
        assertEquals(0, a.underWay(), "requests under way");
        assertEquals(0, bench.status("a").inFlight(), "leases");
        assertEquals(0, bench.status("a").failures(), "failures");
    }

    @Test
    void before_the_head_the_request_is_cancelled_and_its_lease_ignored() {
        // Given
        a.then(Scripts.isSilent());
        var call = bench.call();

        // When
        call.cancel();

        // Then
        assertEquals(1, a.cancellations());
        assertEquals(List.of("a ignored"), bench.store.reports());
        assertEquals(List.of("a cancelled"), call.attempts());
    }

    @Test
    void while_it_is_seen_who_can_be_asked_the_lease_is_given_back() {
        // Given
        var caller = new HastyCaller();
        var inTurn = new Strategies(List.of()).named("round-robin").orElseThrow();
        bench.strategy(new SelectionStrategy() {
            @Override
            public String name() {
                return "leaves";
            }

            @Override
            public List<Ranking.Tier> rank(List<Candidate> candidates, HealthView view) {
                caller.leave();
                return inTurn.rank(candidates, view);
            }
        });

        // When
        call(bench, caller);

        // Then
        assertEquals(0, a.asked());
        assertEquals(List.of("a ignored"), bench.store.reports());
    }

    @Test
    void while_the_request_is_being_made_it_is_cancelled_and_its_lease_ignored() {
        // Given
        var caller = AssertSubscriber.<Event>create(Long.MAX_VALUE);
        a.then(Multi.createFrom().deferred(() -> {
            caller.cancel();
            return Scripts.isSilent();
        }));

        // When
        call(bench, caller);

        // Then
        assertEquals(1, a.cancellations());
        assertEquals(List.of("a ignored"), bench.store.reports());
    }

    @Test
    void while_the_next_request_is_being_made_it_is_cancelled_and_its_lease_ignored() {
        // Given
        var caller = AssertSubscriber.<Event>create(Long.MAX_VALUE);
        var two = new BalancerFixture();
        two.peer("a").then(Scripts.fails(FailureKind.NETWORK));
        var b = two.peer("b").then(Multi.createFrom().deferred(() -> {
            caller.cancel();
            return Scripts.isSilent();
        }));

        // When
        call(two, caller);

        // Then
        assertEquals(1, b.cancellations());
        assertEquals(0, b.underWay());
        assertEquals(0, two.status("b").inFlight());
        assertEquals(List.of("a network", "b ignored"), two.store.reports());
        assertEquals(0, two.time.pending());
    }

    @Test
    void in_the_middle_of_a_stream_the_request_is_cancelled_and_its_lease_ignored() {
        // Given
        a.then(Scripts.stallsAfter(Scripts.start("a"), new Event.Chunk("Hel")));
        var call = bench.call();

        // When
        call.cancel();

        // Then
        assertEquals("Hel", call.text());
        assertEquals(1, a.cancellations());
        assertEquals(List.of("a ignored"), bench.store.reports());
    }

    @Test
    void during_a_wait_nobody_is_asked_again() {
        // Given
        var waiting = new BalancerFixture();
        var b = waiting.peer("b").always(Scripts.fails(FailureKind.UNAVAILABLE));
        var call = waiting.call();
        assertEquals(1, waiting.time.pending());

        // When
        call.cancel();

        // Then
        assertEquals(0, waiting.time.pending());
        waiting.advance(10_000);
        assertEquals(1, b.asked());
        assertEquals(0, waiting.status("b").inFlight());
        assertEquals(List.of("b unavailable"), waiting.store.reports());
    }

    @Test
    void while_the_store_makes_up_its_mind_the_lease_is_given_back() {
        // Given
        bench.store.delayAcquireReplies(NETWORK);
        var call = bench.call();
        assertEquals(1, bench.status("a").inFlight());

        // When
        call.cancel();

        // Then
        bench.time.advance(NETWORK);
        assertEquals(0, a.asked());
        assertEquals(List.of("a ignored"), bench.store.reports());
        assertEquals(List.of(), call.attempts());
    }

    @Test
    void while_an_answers_end_is_reported_the_report_still_arrives() {
        // Given
        bench.store.delayReports(NETWORK);
        var call = bench.call();

        // When
        call.cancel();

        // Then
        bench.time.advance(NETWORK);
        assertEquals(List.of("a success"), bench.store.reports());
    }

    @Test
    void while_a_failure_is_reported_the_report_still_arrives() {
        // Given
        bench.store.delayReports(NETWORK);
        a.then(Scripts.fails(FailureKind.CONTENT_FILTER));
        var call = bench.call();

        // When
        call.cancel();

        // Then
        bench.time.advance(NETWORK);
        assertEquals(List.of("a content_filter"), bench.store.reports());
        assertEquals(1, a.asked());
    }

    @Test
    void after_the_end_there_is_nothing_to_cancel() {
        // Given
        var call = bench.call();

        // When
        call.cancel();

        // Then
        assertEquals("a", call.text());
        assertEquals(0, a.cancellations());
        assertEquals(List.of("a success"), bench.store.reports());
    }

    private static void call(BalancerFixture bench, MultiSubscriber<Event> caller) {
        var deadline = new Deadline(bench.time.instant().plus(BalancerFixture.DEADLINE), false);
        bench.balancer()
                .generate(
                        new CallContext("r1", "anonymous", deadline, new CallTrail()),
                        GenerationParams.of(BalancerFixture.QUESTION).withStream(true))
                .subscribe()
                .withSubscriber(caller);
    }

    /** Leaves when told so, or as soon as it can. */
    private static final class HastyCaller implements MultiSubscriber<Event> {

        private Optional<Subscription> subscription = Optional.empty();
        private boolean leaving;

        void leave() {
            leaving = true;
            subscription.ifPresent(Subscription::cancel);
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            this.subscription = Optional.of(subscription);
            subscription.request(Long.MAX_VALUE);
            if (leaving) {
                subscription.cancel();
            }
        }

        @Override
        public void onItem(Event event) {}

        @Override
        public void onFailure(Throwable e) {
            throw new AssertionError(e);
        }

        @Override
        public void onCompletion() {}
    }
}

package dev.caramba.usage;

import static dev.caramba.usage.UsageStoreContract.FIRST_DAY;
import static dev.caramba.usage.UsageStoreContract.RETENTION;
import static dev.caramba.usage.UsageStoreContract.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.caramba.generation.Attempt;
import dev.caramba.generation.Budget;
import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Grant;
import dev.caramba.generation.Provider;
import dev.caramba.generation.Quota;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import dev.caramba.redis.StoreGuard;
import dev.caramba.stream.EventStream;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class UsageProviderTest {

    private static final Target MINI = new Target("openai", "gpt-4o-mini");
    private static final Target CLAUDE = new Target("anthropic", "claude");
    private static final Event DONE = new Event.Done(FinishReason.STOP, Optional.of(Usage.of(1000, 500)));

    private final VirtualTime time = new VirtualTime();
    private final UsageStore store = new MemoryUsageStore(RETENTION, time);
    private final UsageLedger ledger = new UsageLedger(store, new NoGuard(), Duration.ofSeconds(10), time, time);
    private final CallTrail trail = new CallTrail();
    private Budget budget = Budget.UNLIMITED;
    private boolean everybody = true;
    private int asked;

    @Test
    void each_attempt_is_counted_with_its_own_target_and_the_call_with_the_one_that_answered() {
        var events = call("fast", trail -> {
            trail.add(attempt(CLAUDE, FailureKind.NETWORK, Optional.of(Usage.of(7, 2))));
            trail.add(attempt(MINI, Optional.of(Usage.of(1000, 500))));
            trail.answering(MINI, List.of());
            return Multi.createFrom().items(new Event.Chunk("Hi"), DONE);
        });

        events.assertCompleted();
        assertEquals(
                Map.of(
                        new UsageRow("alice", "fast", "openai", "gpt-4o-mini"),
                        new UsageFigures(1, 0, 1, 0, 0, 1000, 0, 500, 0, 450_000, 0),
                        new UsageRow("alice", "fast", "anthropic", "claude"),
                        new UsageFigures(0, 0, 1, 1, 0, 7, 0, 2, 0, 0, 1)),
                used());
    }

    @Test
    void it_is_counted_before_the_last_event_is_passed_on() {
        var before = new AtomicReference<Map<UsageRow, UsageFigures>>(Map.of());

        provider(trail -> {
                    trail.add(attempt(MINI, Optional.of(Usage.of(1, 1))));
                    return Multi.createFrom().item(DONE);
                })
                .generate(context(), params("auto"))
                .subscribe()
                .with(event -> before.set(used()));

        assertEquals(
                1,
                before.get()
                        .get(new UsageRow("alice", "auto", "openai", "gpt-4o-mini"))
                        .calls());
    }

    @Test
    void a_refused_attempt_has_used_nothing_and_a_broken_one_is_untold() {
        call("openai", trail -> {
            var refused = Failure.of(FailureKind.RATE_LIMITED, "slow down").withStatus(429);
            trail.add(new Attempt(MINI, Optional.of(refused), Duration.ZERO));
            trail.add(attempt(MINI, FailureKind.NETWORK, Optional.empty()));
            return Multi.createFrom().item(new Event.Error(Failure.of(FailureKind.NETWORK, "gone")));
        });

        assertEquals(
                Map.of(
                        new UsageRow("alice", "-", "openai", "gpt-4o-mini"),
                        new UsageFigures(1, 1, 2, 2, 1, 0, 0, 0, 0, 0, 0)),
                used());
    }

    @Test
    void a_call_that_its_caller_leaves_is_counted_once_and_untold() {
        var events = call(
                "openai",
                trail -> Multi.createFrom()
                        .<Event>nothing()
                        .onCancellation()
                        .invoke(() -> trail.add(attempt(MINI, FailureKind.CANCELLED, Optional.empty()))));

        events.cancel();

        assertEquals(
                Map.of(
                        new UsageRow("alice", "-", "openai", "gpt-4o-mini"),
                        new UsageFigures(1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0)),
                used());
    }

    @Test
    void a_call_that_reached_no_provider_is_not_counted() {
        call("openai", trail -> Multi.createFrom().item(new Event.Error(Failure.of(FailureKind.NO_CANDIDATE, "none"))));

        assertEquals(Map.of(), used());
    }

    /** Some servers answer to whatever name they are asked by. */
    @Test
    void models_that_callers_invent_share_a_row_where_they_are_answered_too() {
        for (int i = 0; i < 3; i++) {
            var madeUp = new Target("openai", "made-up-" + i);
            var trail = new CallTrail();
            trail.add(attempt(madeUp, Optional.of(Usage.of(1, 1))));
            provider(ignored -> Multi.createFrom().item(DONE))
                    .generate(context(trail), params("openai/made-up-" + i))
                    .subscribe()
                    .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        }

        assertEquals(
                Map.of(
                        new UsageRow("alice", "-", "openai", "other"),
                        new UsageFigures(3, 0, 3, 0, 0, 3, 0, 3, 0, 0, 3)),
                used());
    }

    @Test
    void models_that_only_a_caller_knows_of_share_a_row() {
        for (int i = 0; i < 3; i++) {
            var madeUp = new Target("openai", "made-up-" + i);
            var missing = Failure.of(FailureKind.NOT_FOUND, "no").withStatus(404);
            var trail = new CallTrail();
            trail.add(new Attempt(madeUp, Optional.of(missing), Duration.ZERO));
            provider(ignored -> Multi.createFrom().item(new Event.Error(missing)))
                    .generate(context(trail), params("openai/made-up-" + i))
                    .subscribe()
                    .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
        }

        assertEquals(
                Map.of(
                        new UsageRow("alice", "-", "openai", "other"),
                        new UsageFigures(3, 3, 3, 3, 0, 0, 0, 0, 0, 0, 0)),
                used());
    }

    @Test
    void a_caller_within_its_budget_is_told_what_remains() {
        budget = new Budget(Optional.of(new BigDecimal("0.001")), Optional.of(new BigDecimal("5")));

        answered().assertCompleted();
        assertEquals(Map.of("x-caramba-budget-remaining", "0.001000"), trail.notices());
        answered().assertCompleted();
        assertEquals(Map.of("x-caramba-budget-remaining", "0.000550"), trail.notices());
    }

    @Test
    void a_caller_near_its_budget_is_warned_and_one_beyond_it_refused_until_the_day_ends() {
        budget = new Budget(Optional.of(new BigDecimal("0.0010")), Optional.empty());
        time.advance(Duration.ofHours(20));
        answered();
        answered();

        answered().assertCompleted();

        assertEquals(
                Map.of(
                        "x-caramba-budget-remaining", "0.000100",
                        "x-caramba-budget-warning", "90% of the daily budget is spent"),
                trail.notices());
        assertEquals(3, asked);

        var error = assertInstanceOf(Event.Error.class, answered().getItems().get(0));

        assertEquals(3, asked);
        assertEquals(FailureKind.CALLER_BUDGET, error.failure().kind());
        assertEquals(
                "The daily budget of this caller is spent.", error.failure().message());
        assertEquals(Optional.of(Duration.ofHours(4)), error.failure().retryAfter());
        assertEquals("0.000000", trail.notices().get("x-caramba-budget-remaining"));
        assertEquals("135% of the daily budget is spent", trail.notices().get("x-caramba-budget-warning"));

        time.advance(Duration.ofHours(4));
        answered().assertCompleted();
        assertEquals(4, asked);
    }

    @Test
    void where_both_budgets_are_spent_the_month_is_waited_for() {
        budget = new Budget(Optional.of(new BigDecimal("0.0001")), Optional.of(new BigDecimal("0.0001")));
        answered();

        var error = assertInstanceOf(Event.Error.class, answered().getItems().get(0));

        assertEquals(
                "The monthly budget of this caller is spent.", error.failure().message());
        assertEquals(Optional.of(Duration.ofDays(31)), error.failure().retryAfter());
    }

    @Test
    void where_usage_is_not_counted_for_all_it_is_for_those_who_have_a_budget() {
        everybody = false;
        answered().assertCompleted();
        assertEquals(Map.of(), used());

        budget = new Budget(Optional.of(BigDecimal.ONE), Optional.empty());
        answered().assertCompleted();

        assertEquals(
                1,
                used().get(new UsageRow("alice", "auto", "openai", "gpt-4o-mini"))
                        .calls());
    }

    @Test
    void a_budget_of_nothing_lets_nothing_through() {
        budget = new Budget(Optional.of(BigDecimal.ZERO), Optional.empty());

        assertInstanceOf(Event.Error.class, answered().getItems().get(0));

        assertEquals(0, asked);
    }

    private AssertSubscriber<Event> answered() {
        var trail = new CallTrail();
        var events = provider(ignored -> {
                    trail.add(attempt(MINI, Optional.of(Usage.of(1000, 500))));
                    return Multi.createFrom().item(DONE);
                })
                .generate(context(trail), params("auto"))
                .subscribe()
                .withSubscriber(AssertSubscriber.<Event>create(Long.MAX_VALUE));
        trail.notices().forEach(this.trail::notice);
        return events;
    }

    private AssertSubscriber<Event> call(String model, Function<CallTrail, Multi<Event>> inner) {
        return provider(inner)
                .generate(context(), params(model))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private Provider provider(Function<CallTrail, Multi<Event>> events) {
        var inner = new Provider() {
            @Override
            public String name() {
                return "inner";
            }

            @Override
            public Multi<Event> generate(CallContext context, GenerationParams params) {
                asked++;
                return EventStream.of(events.apply(context.trail()));
            }
        };
        var price = new Price(
                new Price.Rates(new BigDecimal("0.15"), Optional.empty(), new BigDecimal("0.6")), Optional.empty());
        var tally = new UsageTally(
                new Prices(Map.of(MINI, price), name -> name, Set.of()),
                "fast"::equals,
                Set.of(MINI, CLAUDE)::contains);
        return new UsageProvider(inner, ledger, tally, everybody, 0.8, List.of());
    }

    private CallContext context() {
        return context(trail);
    }

    private CallContext context(CallTrail trail) {
        var grant = new Grant(false, Set.of(), Set.of(), Set.of(), Quota.UNLIMITED, budget);
        var deadline = new Deadline(time.instant().plusSeconds(60), false);
        return new CallContext("r1", new Caller("alice", grant), deadline, trail, 1, Caching.UNSAID);
    }

    private static GenerationParams params(String model) {
        return GenerationParams.of(List.of()).withModel(model);
    }

    private Map<UsageRow, UsageFigures> used() {
        return await(store.used(FIRST_DAY));
    }

    private static Attempt attempt(Target target, Optional<Usage> usage) {
        return new Attempt(target, Optional.empty(), Duration.ZERO, usage);
    }

    private static Attempt attempt(Target target, FailureKind kind, Optional<Usage> usage) {
        return new Attempt(target, Optional.of(Failure.of(kind, "it failed")), Duration.ZERO, usage);
    }

    private static final class NoGuard implements StoreGuard {
        @Override
        public <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return question.get();
        }
    }
}

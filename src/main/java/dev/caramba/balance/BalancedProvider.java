package dev.caramba.balance;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Provider;
import dev.caramba.health.AttemptOutcome;
import dev.caramba.health.HealthStore;
import dev.caramba.health.HealthView;
import dev.caramba.health.Lease;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;

/**
 * One provider made of many. Until the first content has gone out, a failure is invisible to the caller: another
 * candidate is asked, or the same one again, politely. The first content commits the call; from then on another attempt
 * goes on with the answer where it can, to the letter, and else the failure is told in the stream.
 *
 * <p>For each call a {@link BalancedCall} holds what has happened so far; an {@link AttemptRun} is one request under
 * one lease; a {@link Hedge} makes a second one beside it; {@link NextStep} decides what follows a failure, and {@link Resume} what follows one after the commitment.
 */
public final class BalancedProvider implements Provider {

    private final String name;
    private final CandidateResolver resolver;
    private final Balancing balancing;

    /**
     * @param timer runs timeouts, waits and renewals; its tasks are short
     * @param random from 0 to 1, for the jitter of waits
     */
    public BalancedProvider(
            String name,
            CandidateResolver resolver,
            HealthStore store,
            BalancerSettings settings,
            InstantSource clock,
            ScheduledExecutorService timer,
            DoubleSupplier random) {
        this.name = name;
        this.resolver = resolver;
        this.balancing = new Balancing(
                store,
                settings,
                clock,
                timer,
                random,
                new ConcurrentHashMap<>(),
                new HedgeBudget(settings.hedgeBudget()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return EventStream.of(Multi.createFrom()
                .deferred(() -> new BalancedCall(
                                balancing,
                                context,
                                params,
                                resolver.resolve(params, context.caller().grant())
                                        .sharedBy(context))
                        .events()));
    }

    /**
     * What all calls share.
     *
     * @param views the latest known health by pool, for the strategies
     * @param hedges how many calls may be hedged
     */
    record Balancing(
            HealthStore store,
            BalancerSettings settings,
            InstantSource clock,
            ScheduledExecutorService timer,
            DoubleSupplier random,
            Map<String, HealthView> views,
            HedgeBudget hedges) {

        /** Sent at once, whether or not the caller stays, and fails no call: a lease that is not reported expires. */
        Uni<HealthView> report(Lease lease, AttemptOutcome outcome) {
            var report = store.report(lease, outcome)
                    .onFailure()
                    .recoverWithItem(HealthView.EMPTY)
                    .memoize()
                    .indefinitely();
            report.subscribe().with(ignored -> {});
            return report;
        }
    }
}

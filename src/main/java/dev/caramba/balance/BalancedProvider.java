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
 * A provider that balances calls over many others. Until the first content has gone out, the caller does not see a
 * failure: the balancer asks another candidate, or the same one again after a wait. The first content commits the call.
 * From then on another attempt continues the answer exactly where it broke off; when none can, the stream ends with the
 * failure.
 *
 * <p>A {@link BalancedCall} holds the state of one call; an {@link EmbeddingCall} makes one for each part of its inputs. An {@link AttemptRun} is one request under one lease, and a
 * {@link Hedge} runs a second one beside it. {@link NextStep} decides what follows a failure before the commitment,
 * {@link Resume} what follows one after it.
 */
public final class BalancedProvider implements Provider {

    private final String name;
    private final CandidateResolver resolver;
    private final Balancing balancing;

    /**
     * @param timer runs timeouts, waits and renewals, which are short tasks
     * @param random supplies numbers from 0 to 1, for the jitter of waits
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
                .deferred(() -> call(
                        context,
                        params,
                        resolver.resolve(params, context.caller().grant()).sharedBy(context))));
    }

    private Multi<Event> call(CallContext context, GenerationParams params, Candidates resolved) {
        var candidates = Expressing.only(resolved, params);
        if (candidates.failure().isPresent()) {
            return Multi.createFrom().item(new Event.Error(candidates.failure().get()));
        }
        return params.embedding().isPresent()
                ? new EmbeddingCall(balancing, context, params, candidates.left()).events()
                : new BalancedCall(balancing, context, params, Preference.among(candidates.left(), params)).events();
    }

    /**
     * The parts that all calls share.
     *
     * @param views the latest known health of each pool, for the strategies
     * @param hedges the budget that bounds how many calls are hedged
     */
    record Balancing(
            HealthStore store,
            BalancerSettings settings,
            InstantSource clock,
            ScheduledExecutorService timer,
            DoubleSupplier random,
            Map<String, HealthView> views,
            HedgeBudget hedges) {

        /**
         * Sends the report at once, even when the caller has left. A failure of the store fails no call, since a lease
         * that is not reported expires.
         */
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

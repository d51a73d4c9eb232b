package dev.caramba.quota;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Provider;
import dev.caramba.generation.Quota;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;

/** Enforces the callers' limits over the whole fleet. Calls of callers without limits pass through without any cost. */
public final class QuotaProvider implements Provider {

    private final Provider inner;
    private final QuotaStore store;
    private final Duration life;
    private final ScheduledExecutorService timer;

    /**
     * @param life how long a call counts as under way when it is not prolonged
     * @param timer runs the prolongations
     */
    public QuotaProvider(Provider inner, QuotaStore store, Duration life, ScheduledExecutorService timer) {
        this.inner = inner;
        this.store = store;
        this.life = life;
        this.timer = timer;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return context.caller().grant().quota().equals(Quota.UNLIMITED)
                ? inner.generate(context, params)
                : EventStream.of(Multi.createFrom().deferred(() -> new QuotaCall(this, context, params).events()));
    }

    /** Returns the caller's limits, with the call's share of the slots. */
    static Quota quota(CallContext context) {
        var quota = context.caller().grant().quota();
        return context.share() == 1 || quota.maxInFlight().isEmpty()
                ? quota
                : new Quota(
                        quota.requestsPerMinute(),
                        quota.requestsPerDay(),
                        quota.tokensPerMinute(),
                        quota.tokensPerDay(),
                        OptionalInt.of(context.shareOf(quota.maxInFlight().getAsInt())));
    }

    Provider inner() {
        return inner;
    }

    QuotaStore store() {
        return store;
    }

    Duration life() {
        return life;
    }

    ScheduledExecutorService timer() {
        return timer;
    }
}

package dev.caramba.observe;

import dev.caramba.generation.Attempt;
import dev.caramba.generation.CacheUse;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Usage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts and times calls, attempts, failovers and tokens. */
public final class CallMetrics implements CallObserver {

    private final MeterRegistry registry;
    private final TargetTags tags;
    private final AtomicInteger inFlight;

    public CallMetrics(MeterRegistry registry, TargetTags tags) {
        this.registry = registry;
        this.tags = tags;
        this.inFlight = registry.gauge(MetricNames.CALLS_IN_FLIGHT, new AtomicInteger());
    }

    @Override
    public void began() {
        inFlight.incrementAndGet();
    }

    @Override
    public void ended(CallRecord call) {
        inFlight.decrementAndGet();
        var target = tags.of(call.target());
        registry.timer(MetricNames.CALLS, target.and("outcome", call.outcome())).record(call.latency());
        registry.counter(MetricNames.CACHE, "outcome", call.cache().wireName()).increment();
        if (call.cache() != CacheUse.HIT) {
            call.timeToFirstToken()
                    .ifPresent(time ->
                            registry.timer(MetricNames.FIRST_TOKEN, target).record(time));
            call.usage().ifPresent(usage -> countTokens(usage, target));
        }
        countAttempts(call.attempts());
        call.resumptions()
                .forEach(resumption -> registry.counter(MetricNames.RESUMES, "outcome", resumption.wireName())
                        .increment());
        call.hedgings()
                .forEach(hedging -> registry.counter(MetricNames.HEDGES, "outcome", hedging.wireName())
                        .increment());
    }

    private void countAttempts(List<Attempt> attempts) {
        for (int i = 0; i < attempts.size(); i++) {
            var attempt = attempts.get(i);
            var target = tags.of(attempt.target());
            registry.timer(MetricNames.ATTEMPTS, target.and("outcome", attempt.outcome()))
                    .record(attempt.latency());
            if (i + 1 < attempts.size() && isFailover(attempt, attempts.get(i + 1))) {
                registry.counter(MetricNames.FAILOVERS, target).increment();
            }
        }
    }

    /**
     * Returns whether the call failed over from the first attempt's target. A cancelled attempt is no failover: it was
     * one of two that ran side by side.
     */
    private static boolean isFailover(Attempt attempt, Attempt next) {
        var cancelled = attempt.failure().filter(failure -> failure.kind() == FailureKind.CANCELLED);
        return cancelled.isEmpty() && !next.target().equals(attempt.target());
    }

    private void countTokens(Usage usage, Tags target) {
        usage.inputTokens().ifPresent(tokens -> count("input", tokens, target));
        usage.outputTokens().ifPresent(tokens -> count("output", tokens, target));
    }

    private void count(String direction, long tokens, Tags target) {
        registry.counter(MetricNames.TOKENS, target.and("direction", direction)).increment(tokens);
    }
}

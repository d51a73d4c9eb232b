package dev.caramba.observe;

import dev.caramba.generation.CacheUse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Records the times of calls and of their first tokens as histograms. Prometheus computes quantiles from them, also
 * across instances. The only tags are route and outcome, because each series has all the buckets.
 */
public final class CallHistograms implements CallObserver {

    /** The tag of all models that are no configured route; they share one series. */
    static final String NO_ROUTE = "none";

    private static final String AUTO = "auto";

    /**
     * The upper bounds of the buckets, in ms: from answers of the cache to the default deadline of 10 min. Each is at
     * most two and a half times the one before, which bounds the error of a quantile.
     */
    private static final Duration[] BUCKETS = LongStream.of(
                    10, 25, 50, 100, 200, 350, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 7_500, 10_000, 15_000,
                    20_000, 30_000, 45_000, 60_000, 90_000, 120_000, 180_000, 300_000, 600_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Predicate<String> isRoute;
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

    public CallHistograms(MeterRegistry registry, Predicate<String> isRoute) {
        this.registry = registry;
        this.isRoute = isRoute;
    }

    @Override
    public void ended(CallRecord call) {
        var route = route(call.model());
        timer(MetricNames.CALL_DURATION, route, call.outcome()).record(call.latency());
        if (call.stream() && call.cache() != CacheUse.HIT) {
            call.timeToFirstToken()
                    .ifPresent(time -> timer(MetricNames.CALL_FIRST_TOKEN, route, call.outcome())
                            .record(time));
        }
    }

    private String route(String model) {
        return model.equals(AUTO) || isRoute.test(model) ? model : NO_ROUTE;
    }

    private Timer timer(String name, String route, String outcome) {
        return timers.computeIfAbsent(new Series(name, route, outcome), this::register);
    }

    private Timer register(Series series) {
        return Timer.builder(series.name)
                .tags("route", series.route, "outcome", series.outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private record Series(String name, String route, String outcome) {}
}

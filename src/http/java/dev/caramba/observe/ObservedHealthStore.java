package dev.caramba.observe;

import dev.caramba.health.Acquisition;
import dev.caramba.health.AttemptOutcome;
import dev.caramba.health.Control;
import dev.caramba.health.HealthStore;
import dev.caramba.health.HealthView;
import dev.caramba.health.Lease;
import dev.caramba.health.ProviderStatus;
import dev.caramba.health.ProviderStatus.State;
import dev.caramba.health.Ranking;
import dev.caramba.prompt.Target;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts leases, refusals and cooldowns, and passes every request on to another store. */
public final class ObservedHealthStore implements HealthStore {

    private final HealthStore inner;
    private final MeterRegistry registry;
    private final TargetTags tags;
    private final Map<Tags, Gauges> gauges = new ConcurrentHashMap<>();

    public ObservedHealthStore(HealthStore inner, MeterRegistry registry, TargetTags tags) {
        this.inner = inner;
        this.registry = registry;
        this.tags = tags;
        registry.gauge(MetricNames.STORE_DEGRADED, inner, store -> store.degraded() ? 1 : 0);
    }

    @Override
    public Uni<Acquisition> acquire(Ranking ranking, String leaseId) {
        return inner.acquire(ranking, leaseId).invoke(this::acquired);
    }

    @Override
    public Uni<HealthView> report(Lease lease, AttemptOutcome outcome) {
        return inner.report(lease, outcome).invoke(view -> reported(lease.target(), view));
    }

    @Override
    public Uni<Boolean> renew(Lease lease) {
        return inner.renew(lease);
    }

    @Override
    public Uni<HealthView> view(Collection<Target> targets) {
        return inner.view(targets);
    }

    @Override
    public Uni<HealthView> control(Control control) {
        return inner.control(control).invoke(this::seen);
    }

    @Override
    public String type() {
        return inner.type();
    }

    @Override
    public boolean degraded() {
        return inner.degraded();
    }

    private void acquired(Acquisition acquisition) {
        if (acquisition instanceof Acquisition.Granted granted) {
            gauges(granted.lease().target()).inFlight.incrementAndGet();
        } else {
            registry.counter(MetricNames.REFUSALS).increment();
        }
        seen(acquisition.view());
    }

    private void seen(HealthView view) {
        view.statuses().forEach((target, status) -> gauges(target).seen(status));
    }

    private void reported(Target target, HealthView view) {
        var gauges = gauges(target);
        gauges.inFlight.decrementAndGet();
        if (gauges.seen(view.of(target))) {
            registry.counter(MetricNames.COOLDOWNS, tags.of(target)).increment();
        }
    }

    private Gauges gauges(Target target) {
        return gauges.computeIfAbsent(tags.of(target), key -> new Gauges(registry, key));
    }

    private static final class Gauges {

        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicInteger cooling = new AtomicInteger();
        private final AtomicInteger disabled = new AtomicInteger();

        Gauges(MeterRegistry registry, Tags target) {
            registry.gauge(MetricNames.IN_FLIGHT, target, inFlight);
            registry.gauge(MetricNames.COOLING, target, cooling);
            registry.gauge(MetricNames.DISABLED, target, disabled);
        }

        /**
         * Records the state. Returns true when a cooldown has begun. A cooldown continues while its target is disabled.
         */
        boolean seen(ProviderStatus status) {
            disabled.set(status.state() == State.DISABLED ? 1 : 0);
            int now = status.cooldownUntil().isPresent() ? 1 : 0;
            return cooling.getAndSet(now) == 0 && now == 1;
        }
    }
}

package dev.caramba.balance;

import dev.caramba.health.Acquisition;
import dev.caramba.health.AttemptOutcome;
import dev.caramba.health.Control;
import dev.caramba.health.HealthStore;
import dev.caramba.health.HealthView;
import dev.caramba.health.Lease;
import dev.caramba.health.Ranking;
import dev.caramba.prompt.Target;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Another store under watch: no target has two live probes, no lease is reported twice. */
final class ProbeWatch implements HealthStore {

    private final HealthStore store;
    private final Map<Target, String> live = new ConcurrentHashMap<>();
    private final Set<String> settled = ConcurrentHashMap.newKeySet();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicInteger probes = new AtomicInteger();

    ProbeWatch(HealthStore store) {
        this.store = store;
    }

    Queue<String> violations() {
        return violations;
    }

    int granted() {
        return granted.get();
    }

    int reported() {
        return settled.size();
    }

    int probes() {
        return probes.get();
    }

    @Override
    public Uni<Acquisition> acquire(Ranking ranking, String leaseId) {
        return store.acquire(ranking, leaseId).invoke(acquisition -> {
            if (acquisition instanceof Acquisition.Granted grant) {
                granted.incrementAndGet();
                watch(grant.lease());
            }
        });
    }

    private void watch(Lease lease) {
        if (lease.probe()) {
            probes.incrementAndGet();
            var other = live.putIfAbsent(lease.target(), lease.id());
            if (other != null) {
                violations.add(lease.target() + " is probed twice at a time");
            }
        }
    }

    /** The watch ends before the store is told: afterwards another probe is granted rightly. */
    @Override
    public Uni<HealthView> report(Lease lease, AttemptOutcome outcome) {
        return Uni.createFrom().deferred(() -> {
            live.remove(lease.target(), lease.id());
            if (!settled.add(lease.id())) {
                violations.add(lease.target() + " is reported twice for one lease");
            }
            return store.report(lease, outcome);
        });
    }

    @Override
    public Uni<Boolean> renew(Lease lease) {
        return store.renew(lease);
    }

    @Override
    public Uni<HealthView> view(Collection<Target> targets) {
        return store.view(targets);
    }

    @Override
    public Uni<HealthView> control(Control control) {
        return store.control(control);
    }

    @Override
    public String type() {
        return "watched";
    }
}

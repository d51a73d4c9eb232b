package dev.caramba.simulation;

import dev.caramba.health.Acquisition;
import dev.caramba.health.AttemptOutcome;
import dev.caramba.health.Control;
import dev.caramba.health.HealthStore;
import dev.caramba.health.HealthView;
import dev.caramba.health.Lease;
import dev.caramba.health.Ranking;
import dev.caramba.prompt.Target;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** All leases of a run, and what was asked under them: no provider may be asked without a lease of its own. */
final class LeaseLog {

    private final Clock clock;
    private final Deque<Lease> unused = new ArrayDeque<>();
    private final List<Ask> asks = new ArrayList<>();
    private int questions;

    LeaseLog(Clock clock) {
        this.clock = clock;
    }

    List<Ask> asks() {
        return asks;
    }

    /** How often a lease was asked for. */
    int questions() {
        return questions;
    }

    /** A request has reached a provider; the lease that was granted for it just now is used up. */
    Ask asked(String provider, String call) {
        var lease = unused.pollFirst();
        if (lease == null || !lease.target().provider().equals(provider)) {
            throw new IllegalStateException(provider + " is asked under the lease " + lease);
        }
        var ask = new Ask(provider, call, clock.seconds(), lease.probe());
        asks.add(ask);
        return ask;
    }

    /** The same store under watch. */
    HealthStore watch(HealthStore store) {
        return new HealthStore() {

            @Override
            public Uni<Acquisition> acquire(Ranking ranking, String leaseId) {
                questions++;
                return store.acquire(ranking, leaseId).invoke(acquisition -> {
                    if (acquisition instanceof Acquisition.Granted granted) {
                        unused.addLast(granted.lease());
                    }
                });
            }

            @Override
            public Uni<HealthView> report(Lease lease, AttemptOutcome outcome) {
                unused.remove(lease);
                return store.report(lease, outcome);
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
                return store.type();
            }
        };
    }
}

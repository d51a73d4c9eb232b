package dev.caramba.balance;

import dev.caramba.health.Acquisition;
import dev.caramba.health.AttemptOutcome;
import dev.caramba.health.Control;
import dev.caramba.health.HealthStore;
import dev.caramba.health.HealthView;
import dev.caramba.health.Lease;
import dev.caramba.health.Ranking;
import dev.caramba.prompt.Target;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Another store with a memory of what it was told, and with the delays of a network: a request arrives at once, the reply
 * comes later; a report arrives later too.
 */
final class WatchedStore implements HealthStore {

    private final HealthStore store;
    private final VirtualTime time;
    private final List<String> reports = new ArrayList<>();
    private Duration acquireReply = Duration.ZERO;
    private Duration reportArrival = Duration.ZERO;
    private boolean reportsFail;
    private int renewalsToLose;
    private int renewals;
    private int acquisitions;

    WatchedStore(HealthStore store, VirtualTime time) {
        this.store = store;
        this.time = time;
    }

    void delayAcquireReplies(Duration delay) {
        acquireReply = delay;
    }

    void delayReports(Duration delay) {
        reportArrival = delay;
    }

    void failReports() {
        reportsFail = true;
    }

    /** The next renewals never arrive. */
    void loseRenewals(int count) {
        renewalsToLose = count;
    }

    /** Provider and outcome of every report that arrived, in order. */
    List<String> reports() {
        return reports;
    }

    /** Those that arrived. */
    int renewals() {
        return renewals;
    }

    int acquisitions() {
        return acquisitions;
    }

    @Override
    public Uni<Acquisition> acquire(Ranking ranking, String leaseId) {
        return store.acquire(ranking, leaseId).invoke(() -> acquisitions++).flatMap(reply -> late(reply, acquireReply));
    }

    @Override
    public Uni<HealthView> report(Lease lease, AttemptOutcome outcome) {
        return late(lease, reportArrival).flatMap(arrived -> {
            reports.add(lease.target().provider() + " " + nameOf(outcome));
            return reportsFail
                    ? Uni.createFrom().failure(new IllegalStateException("the store is away"))
                    : store.report(lease, outcome);
        });
    }

    @Override
    public Uni<Boolean> renew(Lease lease) {
        if (renewalsToLose > 0) {
            renewalsToLose--;
            return Uni.createFrom().failure(new IllegalStateException("the store is away"));
        }
        return store.renew(lease).invoke(() -> renewals++);
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

    private <T> Uni<T> late(T item, Duration delay) {
        var now = Uni.createFrom().item(item);
        return delay.isZero() ? now : now.onItem().delayIt().onExecutor(time).by(delay);
    }

    private static String nameOf(AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Failed failed) {
            return failed.failure().kind().wireName();
        }
        return outcome instanceof AttemptOutcome.Success ? "success" : "ignored";
    }
}

package dev.caramba.health;

import dev.caramba.prompt.Target;
import dev.caramba.redis.LocalGrant;
import dev.caramba.redis.OutOfReachException;
import dev.caramba.redis.OutageLog;
import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Fails over to the local store while the shared store is out of reach. The local store starts from what the shared
 * store last showed. Once the shared store answers again, it receives the outcomes of the meantime and is used again.
 * No call fails because of an outage; an operator's actions do fail without the shared store.
 *
 * <pre>
 *             no reply in time, a failure, or not asked after several of them
 *   shared ------------------------------------------------------------------&gt; degraded
 *      ^                                                                          |
 *      +------- a lease or a report was taken; a view, with nothing to report -----+
 * </pre>
 */
public final class FallbackHealthStore implements HealthStore {

    private static final Logger LOG = Logger.getLogger(FallbackHealthStore.class);

    /**
     * Retries of the first look. While a machine is busy starting, the first connection and its steps are often late.
     */
    private static final int RETRIES = 4;

    /** Outcomes that are reported at a time when the process ends, as many as there are connections to Redis. */
    private static final int AT_ONCE = 16;

    private final HealthStore shared;
    private final MemoryHealthStore local;
    private final StoreGuard guard;
    private final InstantSource clock;
    private final LastView lastView = new LastView();
    private final UnreportedOutcomes unreportedOutcomes;
    private final OutageLog log = new OutageLog();
    private final AtomicBoolean reporting = new AtomicBoolean();
    private volatile boolean degraded;

    /** @param clock the clock of the local store */
    public FallbackHealthStore(
            HealthStore shared, MemoryHealthStore local, StoreGuard guard, HealthPolicy policy, InstantSource clock) {
        this.shared = shared;
        this.local = local;
        this.guard = guard;
        this.clock = clock;
        this.unreportedOutcomes = new UnreportedOutcomes(policy);
    }

    @Override
    public Uni<Acquisition> acquire(Ranking ranking, String leaseId) {
        return ask(() -> shared.acquire(ranking, leaseId))
                .invoke(this::acquired)
                .onFailure()
                .recoverWithUni(() -> local.acquire(ranking, LocalGrant.mark(leaseId)));
    }

    @Override
    public Uni<HealthView> report(Lease lease, AttemptOutcome outcome) {
        return isLocal(lease) ? reportLocal(lease, outcome) : reportShared(lease, outcome);
    }

    @Override
    public Uni<Boolean> renew(Lease lease) {
        return isLocal(lease)
                ? local.renew(lease)
                : ask(() -> shared.renew(lease)).invoke(this::read).onFailure().recoverWithItem(true);
    }

    @Override
    public Uni<HealthView> view(Collection<Target> targets) {
        return ask(() -> shared.view(targets))
                .invoke(this::seen)
                .invoke(this::read)
                .onFailure()
                .recoverWithUni(() -> local.view(targets));
    }

    /**
     * Runs the action in the shared store only, since it is for the whole fleet. Fails while that store is out of
     * reach.
     */
    @Override
    public Uni<HealthView> control(Control control) {
        return ask(() -> shared.control(control).invoke(() -> done(control)))
                .invoke(this::seen)
                .invoke(this::written)
                .onFailure()
                .transform(OutOfReachException::new);
    }

    /**
     * Reads the health of the targets and runs every verb once, so that the first call is not slower than later ones.
     * It changes nothing, and start-up need not wait for it.
     */
    public Uni<Void> prepare(Collection<Target> targets) {
        var unusedLease = new Lease("nobody's", new Target("none", "none"), false, 0, 0);
        return shared.view(targets)
                .invoke(this::seen)
                .chain(() -> shared.renew(unusedLease))
                .chain(() -> shared.acquire(new Ranking("none", List.of()), unusedLease.id()))
                .chain(() -> shared.report(unusedLease, new AttemptOutcome.Success(Optional.empty(), Duration.ZERO)))
                .chain(() -> guard.ask(() -> Uni.createFrom().item(true)))
                .replaceWithVoid()
                .onFailure()
                .retry()
                .atMost(RETRIES)
                .onFailure()
                .invoke(this::failed)
                .onFailure()
                .recoverWithNull();
    }

    /**
     * Reports the outcomes that the shared store has not received, without a limit of time, so that a process that ends
     * leaves no lease behind. Fails when one cannot be reported, after it has tried all.
     */
    public Uni<Void> flush() {
        return Multi.createFrom()
                .items(() -> unreportedOutcomes.take(clock.instant()).stream())
                .onItem()
                .transformToUni(entry -> shared.report(entry.lease(), entry.outcome()))
                .collectFailures()
                .merge(AT_ONCE)
                .onItem()
                .ignoreAsUni();
    }

    @Override
    public String type() {
        return shared.type();
    }

    @Override
    public boolean degraded() {
        return degraded;
    }

    private Uni<HealthView> reportShared(Lease lease, AttemptOutcome outcome) {
        return ask(() -> shared.report(lease, outcome))
                .invoke(this::seen)
                .invoke(() -> reported(outcome))
                .onFailure()
                .invoke(() -> unreportedOutcomes.add(lease, outcome, clock.instant()))
                .onFailure()
                .recoverWithUni(() -> local.report(lease.ofAnotherStore(), outcome));
    }

    private Uni<HealthView> reportLocal(Lease lease, AttemptOutcome outcome) {
        var sharedLease = sharedLease(lease);
        if (degraded) {
            unreportedOutcomes.add(sharedLease, outcome, clock.instant());
            return local.report(lease, outcome);
        }
        return local.report(lease, outcome).chain(() -> reportShared(sharedLease, outcome));
    }

    private <T> Uni<T> ask(Supplier<Uni<T>> question) {
        return guard.ask(question).onFailure().invoke(this::failed);
    }

    /** Handles a reply: a granted lease shows that the store can be written, a refusal only that it can be read. */
    private void acquired(Acquisition acquisition) {
        seen(acquisition.view());
        if (acquisition instanceof Acquisition.Granted) {
            written();
        } else {
            read();
        }
    }

    /**
     * Drops unreported outcomes of a provider that was reset. This comes before they are reported, in case this reply
     * ends an outage.
     */
    private void done(Control control) {
        if (control.action() == Control.Action.RESET) {
            unreportedOutcomes.reset(control.provider());
        }
    }

    private void seen(HealthView view) {
        lastView.seen(view, clock.instant());
    }

    private synchronized void failed(Throwable failure) {
        if (!degraded) {
            local.seed(lastView.statuses());
            degraded = true;
        }
        log.lasts(failure, clock.instant());
    }

    /**
     * Handles a successful read. A replica or a full server can be read but not written, so only a reported outcome
     * ends the outage.
     */
    private void read() {
        if (degraded) {
            reportOutcomes();
        }
    }

    private void written() {
        if (degraded) {
            recovered();
            reportOutcomes();
        }
    }

    /** Handles a reported outcome. An ignored one may find its lease expired, and then nothing was written. */
    private void reported(AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Ignored) {
            read();
        } else {
            written();
        }
    }

    private synchronized void recovered() {
        if (degraded) {
            degraded = false;
            log.ended();
        }
    }

    /**
     * Reports the outcomes of the outage. It stops at the first that fails, and keeps that one and the rest in their
     * order.
     */
    private void reportOutcomes() {
        if (!reporting.compareAndSet(false, true)) {
            return;
        }
        var unreported = new ConcurrentLinkedQueue<UnreportedOutcomes.Entry>();
        Multi.createFrom()
                .iterable(unreportedOutcomes.take(clock.instant()))
                .onItem()
                .transformToUniAndConcatenate(entry -> report(entry, unreported))
                .onTermination()
                .invoke(() -> {
                    unreportedOutcomes.putBack(List.copyOf(unreported));
                    reporting.set(false);
                })
                .subscribe()
                .with(
                        ignored -> {},
                        failure -> LOG.debug("outcomes of the outage could not be reported", failure),
                        () -> {
                            if (unreported.isEmpty()) {
                                recovered();
                            }
                        });
    }

    private Uni<HealthView> report(UnreportedOutcomes.Entry entry, Queue<UnreportedOutcomes.Entry> unreported) {
        if (!unreported.isEmpty()) {
            unreported.add(entry);
            return Uni.createFrom().item(HealthView.EMPTY);
        }
        return ask(() -> shared.report(entry.lease(), entry.outcome()))
                .invoke(() -> reported(entry.outcome()))
                .onFailure()
                .invoke(() -> unreported.add(entry))
                .onFailure()
                .recoverWithItem(HealthView.EMPTY);
    }

    /**
     * Returns the lease under the id that was requested from the shared store. A server that hung may have granted it
     * after the timeout.
     */
    private static Lease sharedLease(Lease lease) {
        return lease.ofAnotherStore(LocalGrant.unmark(lease.id()));
    }

    private static boolean isLocal(Lease lease) {
        return LocalGrant.isMarked(lease.id());
    }
}

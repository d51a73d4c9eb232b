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
 * Shared memory that may be out of reach. Then the memory of this instance stands in, starting from what the shared one
 * last showed; once that answers again it is told what was learned meanwhile, and leads. Fails no call; what operators
 * do by hand fails without the shared memory.
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

    /** Of the first look: on a machine that is busy starting, the first connection is often late, and its steps are too. */
    private static final int RETRIES = 4;

    private final HealthStore shared;
    private final MemoryHealthStore local;
    private final StoreGuard guard;
    private final InstantSource clock;
    private final LastView lastView = new LastView();
    private final UnreportedOutcomes learned;
    private final OutageLog log = new OutageLog();
    private final AtomicBoolean telling = new AtomicBoolean();
    private volatile boolean degraded;

    /** @param clock that of the local store */
    public FallbackHealthStore(
            HealthStore shared, MemoryHealthStore local, StoreGuard guard, HealthPolicy policy, InstantSource clock) {
        this.shared = shared;
        this.local = local;
        this.guard = guard;
        this.clock = clock;
        this.learned = new UnreportedOutcomes(policy);
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

    /** Of use only for the whole fleet: this instance alone does nothing, and says so. */
    @Override
    public Uni<HealthView> control(Control control) {
        return ask(() -> shared.control(control).invoke(() -> done(control)))
                .invoke(this::seen)
                .invoke(this::written)
                .onFailure()
                .transform(OutOfReachException::new);
    }

    /**
     * Has a first look and goes every way once, so that the first call finds everything in place and is not late for
     * being the first; changes nothing, and whoever starts need not wait for it.
     */
    public Uni<Void> prepare(Collection<Target> targets) {
        var nobodys = new Lease("nobody's", new Target("none", "none"), false, 0, 0);
        return shared.view(targets)
                .invoke(this::seen)
                .chain(() -> shared.renew(nobodys))
                .chain(() -> shared.acquire(new Ranking("none", List.of()), nobodys.id()))
                .chain(() -> shared.report(nobodys, new AttemptOutcome.Success(Optional.empty(), Duration.ZERO)))
                .chain(() -> guard.ask(() -> Uni.createFrom().item(true)))
                .replaceWithVoid()
                .onFailure()
                .retry()
                .atMost(RETRIES)
                .onFailure()
                .invoke(this::lost)
                .onFailure()
                .recoverWithNull();
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
                .invoke(() -> told(outcome))
                .onFailure()
                .invoke(() -> learned.add(lease, outcome, clock.instant()))
                .onFailure()
                .recoverWithUni(() -> local.report(lease.ofAnotherStore(), outcome));
    }

    private Uni<HealthView> reportLocal(Lease lease, AttemptOutcome outcome) {
        var elsewhere = elsewhere(lease);
        if (degraded) {
            learned.add(elsewhere, outcome, clock.instant());
            return local.report(lease, outcome);
        }
        return local.report(lease, outcome).chain(() -> reportShared(elsewhere, outcome));
    }

    private <T> Uni<T> ask(Supplier<Uni<T>> question) {
        return guard.ask(question).onFailure().invoke(this::lost);
    }

    /** A refusal is read, a lease is written. */
    private void acquired(Acquisition acquisition) {
        seen(acquisition.view());
        if (acquisition instanceof Acquisition.Granted) {
            written();
        } else {
            read();
        }
    }

    /** Before what was learned is told, where this is the reply that ends an outage. */
    private void done(Control control) {
        if (control.action() == Control.Action.RESET) {
            learned.reset(control.provider());
        }
    }

    private void seen(HealthView view) {
        lastView.seen(view, clock.instant());
    }

    private synchronized void lost(Throwable failure) {
        if (!degraded) {
            local.seed(lastView.statuses());
            degraded = true;
        }
        log.lasts(failure, clock.instant());
    }

    /** What can be read cannot always be written, as with a replica or a full memory: shown by telling something. */
    private void read() {
        if (degraded) {
            tellLearned();
        }
    }

    private void written() {
        if (degraded) {
            back();
            tellLearned();
        }
    }

    /** A lease that ends without news may have expired, and then nothing is written. */
    private void told(AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Ignored) {
            read();
        } else {
            written();
        }
    }

    private synchronized void back() {
        if (degraded) {
            degraded = false;
            log.ended();
        }
    }

    /** Ends with the first that cannot be told: it and the rest are kept, in their order. */
    private void tellLearned() {
        if (!telling.compareAndSet(false, true)) {
            return;
        }
        var untold = new ConcurrentLinkedQueue<UnreportedOutcomes.Entry>();
        Multi.createFrom()
                .iterable(learned.take(clock.instant()))
                .onItem()
                .transformToUniAndConcatenate(entry -> tell(entry, untold))
                .onTermination()
                .invoke(() -> {
                    learned.putBack(List.copyOf(untold));
                    telling.set(false);
                })
                .subscribe()
                .with(ignored -> {}, failure -> LOG.debug("what was learned is not told", failure), () -> {
                    if (untold.isEmpty()) {
                        back();
                    }
                });
    }

    private Uni<HealthView> tell(UnreportedOutcomes.Entry entry, Queue<UnreportedOutcomes.Entry> untold) {
        if (!untold.isEmpty()) {
            untold.add(entry);
            return Uni.createFrom().item(HealthView.EMPTY);
        }
        return ask(() -> shared.report(entry.lease(), entry.outcome()))
                .invoke(() -> told(entry.outcome()))
                .onFailure()
                .invoke(() -> untold.add(entry))
                .onFailure()
                .recoverWithItem(HealthView.EMPTY);
    }

    /** Under the id that the shared memory was asked for: a server that hung may have granted it after it was given up. */
    private static Lease elsewhere(Lease lease) {
        return lease.ofAnotherStore(LocalGrant.unmark(lease.id()));
    }

    private static boolean isLocal(Lease lease) {
        return LocalGrant.isMarked(lease.id());
    }
}

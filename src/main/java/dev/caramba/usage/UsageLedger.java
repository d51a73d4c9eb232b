package dev.caramba.usage;

import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sends the usage of this instance's calls to the store, each exactly once. One batch is under way at a time; usage
 * that comes meanwhile waits and forms the next batch. A batch without a reply may have been added. So it is sent again
 * unchanged, under its number, until the store answers; only then the next one is sent.
 *
 * <pre>
 *          add                    the batch before is added
 *   ---------------&gt;  waiting  ----------------------------&gt;  under way  ---&gt;  added
 *                    (one batch                              |         ^
 *                     for each day)                no reply  |         | the next call, or a second later
 *                                                            v         |
 *                                                             kept here
 * </pre>
 */
public final class UsageLedger {

    private static final Logger LOG = Logger.getLogger(UsageLedger.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final int MOST_CALLERS = 10_000;

    private final UsageStore store;
    private final StoreGuard guard;
    private final Duration patience;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final Deque<PendingUsage> drafts = new ArrayDeque<>();
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** The id of this instance. It is created on first use, because copies of one snapshot must not share it. */
    private Optional<String> source = Optional.empty();

    private Optional<PendingUsage> current = Optional.empty();
    private long number;
    private boolean underWay;
    private boolean failing;
    private boolean retrying;
    private boolean logged;
    private Instant quietUntil = Instant.MIN;

    /**
     * @param patience the longest wait of a call for its usage to be added
     * @param timer sends a batch again that could not be added
     */
    public UsageLedger(
            UsageStore store,
            StoreGuard guard,
            Duration patience,
            InstantSource clock,
            ScheduledExecutorService timer) {
        this.store = store;
        this.guard = guard;
        this.patience = patience;
        this.clock = clock;
        this.timer = timer;
    }

    /** Adds the usage of a call, even without a subscription. Completes when it is added, or kept to be added later. */
    public Uni<Void> add(Map<UsageRow, UsageFigures> used) {
        var written = enqueue(used).written;
        send();
        return Uni.createFrom()
                .completionStage(() -> written.copy())
                .ifNoItem()
                .after(patience)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    /** Returns what a caller has spent; while the store is out of reach, what this instance knows of it. */
    public Uni<Spending> spent(String caller) {
        return guard.ask(() -> store.spent(caller))
                .invoke(spent -> remember(caller, spent))
                .onFailure()
                .recoverWithItem(() -> estimate(caller))
                .map(spent -> withKept(caller, spent));
    }

    /**
     * Returns what the fleet has used on a day, as far as it has reached the store; fails when the store is out of
     * reach.
     */
    public Uni<Map<UsageRow, UsageFigures>> used(LocalDate day, Duration longest) {
        return Uni.createFrom()
                .deferred(() -> store.used(day))
                .onFailure()
                .retry()
                .atMost(2) // a report may take longer than a call
                .ifNoItem()
                .after(longest)
                .fail();
    }

    private synchronized PendingUsage enqueue(Map<UsageRow, UsageFigures> used) {
        var now = clock.instant();
        var last = Optional.ofNullable(drafts.peekLast()).filter(draft -> draft.takes(used, now));
        var draft = last.orElseGet(() -> {
            var fresh = new PendingUsage();
            drafts.addLast(fresh);
            return fresh;
        });
        draft.add(used, now);
        return draft;
    }

    private void send() {
        next().ifPresent(batch ->
                guard.ask(() -> store.add(batch)).subscribe().with(ignored -> added(), this::keepForLater));
    }

    /**
     * Returns the batch to send now: the one without a reply, else the next that waits; empty when one is under way.
     */
    private synchronized Optional<UsageBatch> next() {
        if (underWay) {
            return Optional.empty();
        }
        if (current.isEmpty()) {
            current = Optional.ofNullable(drafts.pollFirst());
            number += current.isPresent() ? 1 : 0;
        }
        underWay = current.isPresent();
        return current.map(draft -> draft.batch(source(), number, clock.instant()));
    }

    private String source() {
        if (source.isEmpty()) {
            source = Optional.of(UUID.randomUUID().toString());
        }
        return source.get();
    }

    private void added() {
        var written = finishCurrent();
        written.ifPresent(draft -> draft.written.complete(null));
        send();
    }

    private synchronized Optional<PendingUsage> finishCurrent() {
        var finished = current;
        current = Optional.empty();
        underWay = false;
        failing = false;
        if (logged) {
            logged = false;
            LOG.info("usage is counted in the store again");
        }
        return finished;
    }

    /** Lets all waiting calls go on, because the store does not answer. */
    private void keepForLater(Throwable e) {
        var waiting = startRetry(e);
        waiting.forEach(draft -> draft.written.complete(null));
    }

    private synchronized List<PendingUsage> startRetry(Throwable e) {
        underWay = false;
        failing = true;
        if (!logged && !clock.instant().isBefore(quietUntil)) {
            logged = true;
            quietUntil = clock.instant().plus(QUIET);
            LOG.warnf("usage cannot be counted in the store, this instance keeps it until it can: %s", e);
        }
        if (!retrying) {
            retrying = true;
            timer.schedule(this::again, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
        var waiting = new ArrayList<>(drafts);
        current.ifPresent(waiting::add);
        return waiting;
    }

    private void again() {
        synchronized (this) {
            retrying = false;
        }
        send();
    }

    private void remember(String caller, Spending spent) {
        if (known.size() >= MOST_CALLERS) {
            known.clear();
        }
        known.put(caller, new Known(spent, clock.instant()));
    }

    private Spending estimate(String caller) {
        var now = clock.instant();
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var month = YearMonth.from(today);
        var last = Optional.ofNullable(known.get(caller));
        var sameDay = last.filter(known -> day(known.at).equals(today));
        var sameMonth = last.filter(known -> YearMonth.from(day(known.at)).equals(month));
        return new Spending(
                sameDay.map(known -> known.spent.today()).orElse(0L),
                sameMonth.map(known -> known.spent.thisMonth()).orElse(0L),
                until(now, today.plusDays(1)),
                until(now, month.plusMonths(1).atDay(1)));
    }

    /** Adds the usage that this instance has not yet been able to send, since it is spent too. */
    private synchronized Spending withKept(String caller, Spending spent) {
        if (!failing) {
            return spent;
        }
        long kept = drafts.stream().mapToLong(draft -> draft.costOf(caller)).sum()
                + current.map(draft -> draft.costOf(caller)).orElse(0L);
        return new Spending(spent.today() + kept, spent.thisMonth() + kept, spent.dayLeft(), spent.monthLeft());
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Duration until(Instant now, LocalDate day) {
        return Duration.between(now, day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private record Known(Spending spent, Instant at) {}
}

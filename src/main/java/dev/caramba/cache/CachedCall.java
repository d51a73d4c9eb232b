package dev.caramba.cache;

import dev.caramba.cache.CachedProvider.Stage;
import dev.caramba.cache.SingleFlights.Turn;
import dev.caramba.generation.CacheUse;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.Cancellation;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One call whose answer may be stored.
 *
 * <pre>
 *   boards a flight -- is the first, or its turn comes --> looks up -- found ----------------> replays it
 *         |                                                 |  ^
 *         |                                                 |  busy elsewhere: waits, looks again
 *         |                                                 +-- granted ---------------------> asks, keeps, lands
 *         +-- waits -- the first lands ------------------------------------------------------> replays it
 *   a call that has waited long enough ----------------------------------------------------> asks, keeps
 * </pre>
 *
 * <p>However the call ends, {@link #leave} releases what it holds.
 */
final class CachedCall {

    private static final String HEADER = "x-caramba-cache";
    private static final String AGE = "age";

    /** Renewals per lifetime of a lease. Two may fail before the lease is lost. */
    private static final int RENEWALS_PER_LIFE = 3;

    private final Stage stage;
    private final CallContext context;
    private final GenerationParams params;
    private final Duration ttl;
    private final SingleFlights.Seat seat;
    private final Instant patientUntil;
    private final PollingBackoff patience;
    private final Cancellation cancellation = new Cancellation();

    private volatile CacheLease lease;
    private boolean held;
    private boolean left;
    private Optional<Cancellable> renewing = Optional.empty();

    CachedCall(Stage stage, CallContext context, GenerationParams params, CacheKey key, Duration ttl) {
        this.stage = stage;
        this.context = context;
        this.params = params;
        this.ttl = ttl;
        var youngest = context.caching().maxAge().filter(age -> age.compareTo(ttl) < 0);
        this.seat = new SingleFlights.Seat(new SingleFlights.Destination(key, Optional.of(youngest.orElse(ttl))));
        this.lease = new CacheLease(key.digest(), UUID.randomUUID().toString());
        var now = stage.clock().instant();
        var remaining = context.deadline().remaining(now);
        var limit = stage.settings().patience();
        this.patientUntil = now.plus(remaining.compareTo(limit) < 0 ? remaining : limit);
        this.patience = new PollingBackoff(stage.timer());
    }

    Multi<Event> events() {
        return context.caching().read()
                ? EventStream.onEnd(cancellation.of(stage.flights().board(seat) ? go() : waitForTurn()), this::leave)
                : ask();
    }

    /** Waits while another call on this instance asks for the same answer. */
    private Multi<Event> waitForTurn() {
        return Uni.createFrom()
                .completionStage(seat::turn)
                .map(Optional::of)
                .ifNoItem()
                .after(patienceLeft())
                .on(stage.timer())
                .recoverWithItem(Optional.empty())
                .onItem()
                .transformToMulti(turn -> turn.map(this::take).orElseGet(this::askWithoutLease));
    }

    private Multi<Event> take(Turn turn) {
        return turn.served().map(this::replay).orElseGet(this::go);
    }

    private Multi<Event> go() {
        return patience.until(lookup(), this::isWorthAnotherLook)
                .onFailure()
                .recoverWithItem(new Lookup.Busy(Duration.ZERO))
                .onItem()
                .transformToMulti(this::goOn);
    }

    private boolean isWorthAnotherLook(Lookup found) {
        return found instanceof Lookup.Busy && stage.clock().instant().isBefore(patientUntil);
    }

    /** Asks the store and waits for its reply even when the caller leaves, since a granted lease must be released. */
    private Uni<Lookup> lookup() {
        return Uni.createFrom().deferred(() -> {
            var asked = stage.store()
                    .lookup(lease, seat.destination().youngerThan())
                    .invoke(this::hold)
                    .memoize()
                    .indefinitely();
            return asked.onCancellation().invoke(() -> asked.subscribe().with(found -> {}, e -> {}));
        });
    }

    private void hold(Lookup found) {
        if (found instanceof Lookup.Granted granted) {
            lease = granted.lease();
            synchronized (this) {
                held = !left;
            }
            if (!isHeld()) {
                release().subscribe().with(ignored -> {});
            }
        }
    }

    private Multi<Event> goOn(Lookup found) {
        if (found instanceof Lookup.Found kept) {
            return CachedAnswer.read(kept.entry())
                    .map(answer -> landed(new CacheHit(answer, kept.age())))
                    .orElseGet(this::askWithoutLease);
        }
        return found instanceof Lookup.Granted ? lead() : askWithoutLease();
    }

    private Multi<Event> landed(CacheHit served) {
        stage.flights().land(seat, served);
        return replay(served);
    }

    private Multi<Event> replay(CacheHit served) {
        var trail = context.trail();
        var known = trail.droppedParams();
        trail.cache(CacheUse.HIT);
        trail.notice(HEADER, CacheUse.HIT.wireName());
        trail.notice(AGE, String.valueOf(served.age().toSeconds()));
        trail.answering(
                served.answer().target(),
                served.answer().droppedParams().stream()
                        .filter(name -> !known.contains(name))
                        .toList());
        return Multi.createFrom().iterable(served.answer().events());
    }

    private Multi<Event> lead() {
        renewWhileHeld();
        return ask();
    }

    /**
     * Asks without a lease, because the call has waited long enough or the stored answer cannot be read. No other call
     * waits for this one.
     */
    private Multi<Event> askWithoutLease() {
        stage.flights().leave(seat);
        return ask();
    }

    private Multi<Event> ask() {
        context.trail().cache(CacheUse.MISS);
        context.trail().notice(HEADER, CacheUse.MISS.wireName());
        var recording = new AnswerRecorder(stage.settings().maxEntrySize());
        var events = cancellation
                .reaching(stage.inner().generate(context, params))
                .onItem()
                .invoke(recording::add);
        return EventStream.callAtEnd(events, last -> end(recording));
    }

    /**
     * Stores the answer before the last event is passed on. So a later call finds it, and no work is left when the
     * instance is frozen after the answer.
     */
    private Uni<Boolean> end(AnswerRecorder recording) {
        return recording.answer(context.trail()).map(this::keep).orElseGet(this::giveBack);
    }

    private Uni<Boolean> keep(CachedAnswer answer) {
        stopHolding();
        return stage.store()
                .keep(lease, answer.bytes(), ttl)
                .onFailure()
                .recoverWithItem(false)
                .invoke(() -> stage.flights().land(seat, new CacheHit(answer, Duration.ZERO)));
    }

    private Uni<Boolean> giveBack() {
        return stopHolding() ? release() : Uni.createFrom().item(false);
    }

    /** Releases the lease before the next waiting call goes on, because that call looks the answer up at once. */
    private void leave() {
        synchronized (this) {
            left = true;
        }
        giveBack().subscribe().with(ignored -> stage.flights().leave(seat));
    }

    private Uni<Boolean> release() {
        return stage.store().release(lease).onFailure().recoverWithItem(false);
    }

    private synchronized boolean isHeld() {
        return held;
    }

    /** Stops renewing the lease; returns true when the call held it. */
    private synchronized boolean stopHolding() {
        var had = held;
        held = false;
        renewing.ifPresent(Cancellable::cancel);
        renewing = Optional.empty();
        return had;
    }

    private synchronized void renewWhileHeld() {
        if (held) {
            var interval = stage.settings().lease().dividedBy(RENEWALS_PER_LIFE);
            renewing = Optional.of(Multi.createFrom()
                    .ticks()
                    .onExecutor(stage.timer())
                    .startingAfter(interval)
                    .every(interval)
                    .onOverflow()
                    .drop()
                    .onItem()
                    .transformToUniAndConcatenate(
                            tick -> stage.store().renew(lease).onFailure().recoverWithItem(false))
                    .subscribe()
                    .with(ignored -> {}));
        }
    }

    /** Returns the rest of the patience, never zero, because a timeout of zero is not allowed. */
    private Duration patienceLeft() {
        var leftOver = Duration.between(stage.clock().instant(), patientUntil);
        return leftOver.compareTo(PollingBackoff.FIRST_PAUSE) < 0 ? PollingBackoff.FIRST_PAUSE : leftOver;
    }
}

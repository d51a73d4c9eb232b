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
 * One call whose answer may be kept.
 *
 * <pre>
 *   boards a flight -- is the first, or its turn comes --> looks up -- found ----------------> replays it
 *         |                                                 |  ^
 *         |                                                 |  busy elsewhere: waits, looks again
 *         |                                                 +-- granted ---------------------> asks, keeps, lands
 *         +-- waits -- the first lands ------------------------------------------------------> replays it
 *   whoever has waited long enough --------------------------------------------------------> asks, keeps
 * </pre>
 *
 * <p>However it ends, {@link #leave} gives back what it holds.
 */
final class CachedCall {

    private static final String HEADER = "x-caramba-cache";
    private static final String AGE = "age";

    /** Two renewals may be lost before the lease is. */
    private static final int RENEWED_IN_ITS_LIFE = 3;

    private final Stage stage;
    private final CallContext context;
    private final GenerationParams params;
    private final Duration ttl;
    private final SingleFlights.Seat seat;
    private final Instant patientUntil;
    private final LookupBackoff patience;
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
        this.patience = new LookupBackoff(stage.timer());
    }

    Multi<Event> events() {
        return context.caching().read()
                ? EventStream.onEnd(cancellation.of(stage.flights().board(seat) ? go() : waitForTurn()), this::leave)
                : ask();
    }

    /** Somebody goes for the answer. */
    private Multi<Event> waitForTurn() {
        return Uni.createFrom()
                .completionStage(seat::turn)
                .map(Optional::of)
                .ifNoItem()
                .after(patienceLeft())
                .on(stage.timer())
                .recoverWithItem(Optional.empty())
                .onItem()
                .transformToMulti(turn -> turn.map(this::take).orElseGet(this::alone));
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

    /** Once asked, the reply is awaited even when the caller leaves: it may be a lease to be given back. */
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
                    .orElseGet(this::alone);
        }
        return found instanceof Lookup.Granted ? lead() : alone();
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

    /** Nobody waits for this one: it has waited long enough itself, or what is kept cannot be read. */
    private Multi<Event> alone() {
        stage.flights().leave(seat);
        return ask();
    }

    private Multi<Event> ask() {
        context.trail().cache(CacheUse.MISS);
        context.trail().notice(HEADER, CacheUse.MISS.wireName());
        var recording = new AnswerRecorder(stage.settings().maxEntrySize());
        return cancellation
                .reaching(stage.inner().generate(context, params))
                .onItem()
                .invoke(recording::add)
                .onItem()
                .call(event ->
                        event.terminal() ? end(recording) : Uni.createFrom().voidItem());
    }

    /** The answer is kept before its end is told: who asks after that gets it, and a frozen instance owes nothing. */
    private Uni<Boolean> end(AnswerRecorder recording) {
        return recording.answer(context.trail()).map(this::keep).orElseGet(this::giveBack);
    }

    private Uni<Boolean> keep(CachedAnswer answer) {
        letGo();
        return stage.store()
                .keep(lease, answer.bytes(), ttl)
                .onFailure()
                .recoverWithItem(false)
                .invoke(() -> stage.flights().land(seat, new CacheHit(answer, Duration.ZERO)));
    }

    private Uni<Boolean> giveBack() {
        return letGo() ? release() : Uni.createFrom().item(false);
    }

    /** The lease is given back first: who goes next looks it up at once. */
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

    /** True when there was something to let go. */
    private synchronized boolean letGo() {
        var had = held;
        held = false;
        renewing.ifPresent(Cancellable::cancel);
        renewing = Optional.empty();
        return had;
    }

    private synchronized void renewWhileHeld() {
        if (held) {
            var interval = stage.settings().lease().dividedBy(RENEWED_IN_ITS_LIFE);
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

    /** Not nothing: a limit of no time is none. */
    private Duration patienceLeft() {
        var leftOver = Duration.between(stage.clock().instant(), patientUntil);
        return leftOver.compareTo(LookupBackoff.FIRST_PAUSE) < 0 ? LookupBackoff.FIRST_PAUSE : leftOver;
    }
}

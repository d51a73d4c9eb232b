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
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/** A store at the other end of a network, in place of Redis: half a millisecond away, refusing or mute at times. */
final class DistantStore implements HealthStore {

    private static final Duration WAY = Duration.ofNanos(500_000);

    /** What the store does to a question. */
    enum Mood {
        HERE,
        REFUSES,
        HANGS
    }

    private final HealthStore store;
    private final Clock clock;
    private final Supplier<Mood> mood;

    DistantStore(HealthStore store, Clock clock, Supplier<Mood> mood) {
        this.store = store;
        this.clock = clock;
        this.mood = mood;
    }

    @Override
    public Uni<Acquisition> acquire(Ranking ranking, String leaseId) {
        return ask(() -> store.acquire(ranking, leaseId));
    }

    @Override
    public Uni<HealthView> report(Lease lease, AttemptOutcome outcome) {
        return ask(() -> store.report(lease, outcome));
    }

    @Override
    public Uni<Boolean> renew(Lease lease) {
        return ask(() -> store.renew(lease));
    }

    @Override
    public Uni<HealthView> view(Collection<Target> targets) {
        return ask(() -> store.view(targets));
    }

    @Override
    public Uni<HealthView> control(Control control) {
        return ask(() -> store.control(control));
    }

    @Override
    public String type() {
        return "distant";
    }

    private <T> Uni<T> ask(Supplier<Uni<T>> question) {
        return travel().flatMap(there -> arrived(question));
    }

    private <T> Uni<T> arrived(Supplier<Uni<T>> question) {
        return switch (mood.get()) {
            case HERE -> question.get().flatMap(reply -> travel().replaceWith(reply));
            case REFUSES -> Uni.createFrom().failure(new IllegalStateException("connection refused"));
            case HANGS -> Uni.createFrom().nothing();
        };
    }

    private Uni<Void> travel() {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .onExecutor(clock.time)
                .by(WAY);
    }
}

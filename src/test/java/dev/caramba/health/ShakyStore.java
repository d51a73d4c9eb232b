package dev.caramba.health;

import dev.caramba.prompt.Target;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** A store that can be switched off, and remembers what it was told. */
final class ShakyStore implements HealthStore {

    private final HealthStore store;
    private final List<AttemptOutcome> told = new ArrayList<>();
    private boolean away;
    private boolean mute;
    private boolean readOnly;
    private int asked;
    private int missed;

    ShakyStore(HealthStore store) {
        this.store = store;
    }

    void goAway() {
        away = true;
    }

    /** The next questions fail, and those after them do not. */
    void goAwayFor(int questions) {
        missed = questions;
    }

    /** What it is asked it does, but nobody hears of it. */
    void loseReplies() {
        mute = true;
    }

    /** Answers what it is asked, and takes nothing. */
    void takeNothing() {
        away = false;
        readOnly = true;
    }

    void comeBack() {
        away = false;
        mute = false;
        readOnly = false;
    }

    List<AttemptOutcome> told() {
        return told;
    }

    int asked() {
        return asked;
    }

    @Override
    public Uni<Acquisition> acquire(Ranking ranking, String leaseId) {
        return whileHere(readOnly, () -> store.acquire(ranking, leaseId));
    }

    @Override
    public Uni<HealthView> report(Lease lease, AttemptOutcome outcome) {
        return whileHere(readOnly, () -> {
            told.add(outcome);
            return store.report(lease, outcome);
        });
    }

    @Override
    public Uni<Boolean> renew(Lease lease) {
        return whileHere(false, () -> store.renew(lease));
    }

    @Override
    public Uni<HealthView> view(Collection<Target> targets) {
        return whileHere(false, () -> store.view(targets));
    }

    @Override
    public Uni<HealthView> control(Control control) {
        return whileHere(readOnly, () -> store.control(control));
    }

    @Override
    public String type() {
        return "shaky";
    }

    private <T> Uni<T> whileHere(boolean refused, Supplier<Uni<T>> answer) {
        return Uni.createFrom().deferred(() -> {
            asked++;
            if (away || refused || missed-- > 0) {
                return Uni.createFrom().failure(new IllegalStateException("away"));
            }
            return mute ? answer.get().onItem().failWith(() -> new IllegalStateException("no reply")) : answer.get();
        });
    }
}

package dev.caramba.stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells what is under way for a stream that its subscriber has left, and tells it directly. A chain of operators does not
 * do that: one that subscribes to a further stream just when it is cancelled ({@code transformToMulti}, {@code
 * recoverWithMulti}, {@code flatMap}, {@code concatenate}) neither cancels that stream nor passes it on.
 *
 * <p>For one subscription: {@link #of} is the outermost operator, {@link #reaching} goes around each stream that is
 * subscribed to within, and {@link #then} takes what is to be given back.
 */
public final class Cancellation {

    private final Set<Runnable> actions = new LinkedHashSet<>();
    private boolean cancelled;

    /**
     * Does this when cancelled, after what was named before; at once when that has happened. What is done may have ended
     * by itself before: a stream is cancelled at its end, too.
     */
    public void then(Runnable action) {
        if (!isAwaited(action)) {
            action.run();
        }
    }

    private synchronized boolean isAwaited(Runnable action) {
        return !cancelled && actions.add(action);
    }

    synchronized void forget(Runnable action) {
        actions.remove(action);
    }

    /** Once and for all. */
    public void cancel() {
        due().forEach(Runnable::run);
    }

    private synchronized List<Runnable> due() {
        cancelled = true;
        var due = new ArrayList<>(actions);
        actions.clear();
        return due;
    }

    /** Whether the subscriber has left. */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** The same stream; who cancels it cancels this first, and then the stream. */
    public <T> Multi<T> of(Multi<T> stream) {
        return stream.plug(source -> new CancellationRoot<>(source, this));
    }

    /** The same, for one item. */
    public <T> Uni<T> of(Uni<T> uni) {
        return uni.onCancellation().invoke(this::cancel);
    }

    /** The same stream, cancelled with this; one that comes too late is not even subscribed to, and never ends. */
    public <T> Multi<T> reaching(Multi<T> stream) {
        return stream.plug(source -> new CancellableMulti<>(source, this));
    }

    /** The same, for one item. */
    public <T> Uni<T> reaching(Uni<T> uni) {
        return uni.plug(source -> new CancellableUni<>(source, this));
    }
}

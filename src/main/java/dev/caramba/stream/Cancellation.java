package dev.caramba.stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Cancels directly everything that is under way for a stream once its subscriber leaves. A chain of operators does not
 * do that reliably. An operator that switches to another stream ({@code transformToMulti}, {@code recoverWithMulti},
 * {@code flatMap}, {@code concatenate}) loses a cancellation that comes in that moment: it neither cancels the new
 * stream nor passes it on.
 *
 * <p>An instance serves one subscription. {@link #of} is the outermost operator, {@link #reaching} wraps each inner
 * stream, and {@link #then} registers actions that release resources.
 */
public final class Cancellation {

    private final Set<Runnable> actions = new LinkedHashSet<>();
    private boolean cancelled;

    /**
     * Runs the action on cancellation, after the actions registered before; runs it at once when already cancelled. A
     * stream is cancelled at its end too, so the work to be ended may be over by then.
     */
    public void then(Runnable action) {
        if (!isRegistered(action)) {
            action.run();
        }
    }

    private synchronized boolean isRegistered(Runnable action) {
        return !cancelled && actions.add(action);
    }

    synchronized void forget(Runnable action) {
        actions.remove(action);
    }

    /** Cancels; further calls do nothing more. */
    public void cancel() {
        due().forEach(Runnable::run);
    }

    private synchronized List<Runnable> due() {
        cancelled = true;
        var due = new ArrayList<>(actions);
        actions.clear();
        return due;
    }

    /** Returns whether the subscriber has left. */
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Returns the same stream. Cancelling it runs this cancellation first and then cancels the stream. */
    public <T> Multi<T> of(Multi<T> stream) {
        return stream.plug(source -> new CancellationRoot<>(source, this));
    }

    /** Does the same for one item. */
    public <T> Uni<T> of(Uni<T> uni) {
        return uni.onCancellation().invoke(this::cancel);
    }

    /**
     * Returns the same stream, which this cancellation cancels. A subscription after the cancellation does not reach
     * the source and never ends.
     */
    public <T> Multi<T> reaching(Multi<T> stream) {
        return stream.plug(source -> new CancellableMulti<>(source, this));
    }

    /** Does the same for one item. */
    public <T> Uni<T> reaching(Uni<T> uni) {
        return uni.plug(source -> new CancellableUni<>(source, this));
    }
}

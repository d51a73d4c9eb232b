package dev.caramba.stream;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Ends everything under way at once, each with the same failure. Whatever is subscribed to afterwards fails at once. A
 * {@link Cancellation} tells a source that nobody listens any more; this tells the listener that the source ends.
 */
public final class Interruption {

    private final Failure failure;
    private final Set<Runnable> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean happened;

    public Interruption(Failure failure) {
        this.failure = failure;
    }

    /** Returns whether everything was ended. */
    public boolean happened() {
        return happened;
    }

    /** Returns how much is under way. */
    public int underWay() {
        return ends.size();
    }

    /** Ends everything; returns how much that was. */
    public int interrupt() {
        happened = true;
        int ended = 0;
        for (var end : ends) {
            if (ends.remove(end)) {
                ended++;
                run(end);
            }
        }
        return ended;
    }

    /**
     * Returns the same events. The interruption cancels the source, and the stream then ends in an
     * {@link Event.Error} with the failure.
     */
    public Multi<Event> of(Supplier<Multi<Event>> events) {
        return EventStream.of(
                Multi.createFrom().deferred(events::get).plug(source -> new InterruptibleMulti(source, this)));
    }

    /** Returns the same work. The interruption cancels it, and the result is the failure, as an exception. */
    public <T> Uni<T> of(Uni<T> work) {
        Uni<T> interrupted = Uni.createFrom().emitter(emitter -> {
            Runnable end = () -> emitter.fail(failure.asException());
            emitter.onTermination(() -> forget(end));
            add(end);
        });
        return Uni.combine().any().of(work, interrupted);
    }

    /** Runs an action. One that fails keeps no other from its end. */
    private static void run(Runnable end) {
        try {
            end.run();
        } catch (RuntimeException e) {
            Infrastructure.handleDroppedException(e);
        }
    }

    /** Runs the action at the interruption, at once when that has happened. */
    void add(Runnable end) {
        ends.add(end);
        if (happened && ends.remove(end)) {
            end.run();
        }
    }

    void forget(Runnable end) {
        ends.remove(end);
    }

    Failure failure() {
        return failure;
    }
}

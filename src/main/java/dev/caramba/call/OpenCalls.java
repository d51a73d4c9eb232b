package dev.caramba.call;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.Interruption;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/**
 * The calls under way in this instance, and how they end when it stops. An instance that is {@link Phase#LEAVING} still
 * takes calls, because whoever sends them needs a moment to notice. One that is {@link Phase#CLOSED} takes no new ones
 * and lets the others finish. At the {@link #end()} each that is left gets an error of its own instead of a cut
 * connection.
 */
public final class OpenCalls {

    /** The failure of a call that the stopping instance does not take or does not finish. Another instance may. */
    public static final Failure STOPPING = Failure.of(FailureKind.STOPPING, "This instance is stopping.")
            .withRetryAfter(Optional.of(Duration.ofSeconds(1)));

    /** What the instance does with new calls. */
    public enum Phase {
        OPEN,
        LEAVING,
        CLOSED
    }

    private final Interruption interruption = new Interruption(STOPPING);
    private volatile Phase phase = Phase.OPEN;

    public Phase phase() {
        return phase;
    }

    /** Notes that the instance will stop soon. */
    public void leave() {
        phase = Phase.LEAVING;
    }

    /** Notes that no new calls are taken any more. */
    public void close() {
        phase = Phase.CLOSED;
    }

    /** Returns how many calls are under way. */
    public int underWay() {
        return interruption.underWay();
    }

    /** Ends all calls under way with {@link #STOPPING}; returns how many. A call that begins afterwards ends at once. */
    public int end() {
        close();
        return interruption.interrupt();
    }

    /** Returns whether all calls were ended. */
    public boolean ended() {
        return interruption.happened();
    }

    /** Returns the same work, which fails with {@link #STOPPING} at the end. */
    public <T> Uni<T> of(Uni<T> work) {
        return interruption.of(work);
    }

    /** Returns the same provider, whose calls are counted here. */
    public Provider of(Provider provider) {
        return new Provider() {

            @Override
            public String name() {
                return provider.name();
            }

            @Override
            public Multi<Event> generate(CallContext context, GenerationParams params) {
                return interruption.of(() -> provider.generate(context, params));
            }
        };
    }
}

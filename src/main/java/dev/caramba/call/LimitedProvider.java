package dev.caramba.call;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.Optional;

/**
 * Limits how many calls are in flight. A call beyond the limit is refused at once and not queued: another instance may
 * have room, and a queue would only add its wait to a call that is late already.
 */
public final class LimitedProvider implements Provider {

    /** The failure of a refused call. Its delay is a guess, since nobody knows when a slot will be free. */
    public static final Failure FULL = Failure.of(
                    FailureKind.OVERLOADED, "This instance has as many calls in flight as it takes.")
            .withRetryAfter(Optional.of(Duration.ofSeconds(1)));

    private final Provider inner;
    private final CallLimit limit;

    public LimitedProvider(Provider inner, CallLimit limit) {
        this.inner = inner;
        this.limit = limit;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return Multi.createFrom()
                .deferred(() -> limit.enter(context)
                        ? EventStream.onEnd(
                                Multi.createFrom().deferred(() -> inner.generate(context, params)), limit::leave)
                        : EventStream.of(Multi.createFrom().item(new Event.Error(FULL))));
    }
}

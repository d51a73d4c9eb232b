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
 * Lets through only so many calls at a time. Whatever is beyond is refused at once and not queued: another instance may
 * have room, and a queue adds its wait to what is late already.
 */
public final class LimitedProvider implements Provider {

    /** When a slot will be free is not known: a guess to come back after. */
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

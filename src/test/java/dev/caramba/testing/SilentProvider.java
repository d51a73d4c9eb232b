package dev.caramba.testing;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import java.util.concurrent.atomic.AtomicInteger;

/** Says nothing until its caller leaves, and knows how many have not left. */
public final class SilentProvider implements Provider {

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();

    /** How often it was asked. */
    public int asked() {
        return asked.get();
    }

    /** Requests that nobody has cancelled. */
    public int underWay() {
        return underWay.get();
    }

    @Override
    public String name() {
        return "silent";
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return Multi.createFrom().deferred(() -> {
            asked.incrementAndGet();
            underWay.incrementAndGet();
            context.trail().begin();
            return EventStream.onEnd(Multi.createFrom().nothing(), underWay::decrementAndGet);
        });
    }
}

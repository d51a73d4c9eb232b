package dev.caramba.app;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import io.smallrye.mutiny.Multi;

/** A provider that is never asked. */
public record NamedProvider(String name) implements Provider {

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        throw new UnsupportedOperationException();
    }
}

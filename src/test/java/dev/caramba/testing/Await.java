package dev.caramba.testing;

import dev.caramba.call.Invocation;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** Somebody who waits for as long as it takes. */
public record Await(Caller caller) implements Invocation {

    public Await(Grant grant) {
        this(new Caller("me", grant));
    }

    @Override
    public String requestId() {
        return "req";
    }

    @Override
    public Optional<Duration> callersTimeout() {
        return Optional.empty();
    }

    @Override
    public Uni<Void> abandoned() {
        return Uni.createFrom().nothing();
    }

    @Override
    public void commit(CallContext context) {}
}

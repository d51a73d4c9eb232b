package dev.caramba.idempotency;

import dev.caramba.call.Invocation;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Caller;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** An invocation by the caller {@code me}, who sets no limit and never leaves. */
final class PatientInvocation implements Invocation {

    @Override
    public String requestId() {
        return "req";
    }

    @Override
    public Caller caller() {
        return Caller.named("me");
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

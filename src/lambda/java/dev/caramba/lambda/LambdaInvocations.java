package dev.caramba.lambda;

import dev.caramba.call.AccessSettings;
import dev.caramba.call.Invocations;
import dev.caramba.generation.Caller;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the invocation that a function serves. Quarkus Funqy does not pass it to the functions. */
@Singleton
public final class LambdaInvocations implements Invocations {

    private static final ThreadLocal<Served> SERVED = new ThreadLocal<>();

    private final Duration margin;
    private final Caller caller;

    LambdaInvocations(LambdaSettings settings, AccessSettings access) {
        this.margin = settings.margin();
        this.caller = access.caller(LambdaInvocation.CALLER);
    }

    /** Runs a task. The functions that it calls on this thread serve this invocation. */
    static <T> T serve(Served invocation, Supplier<T> task) {
        SERVED.set(invocation);
        try {
            return task.get();
        } finally {
            SERVED.remove();
        }
    }

    /** Returns the invocation that this thread serves. */
    @Override
    public LambdaInvocation current() {
        return Optional.ofNullable(SERVED.get())
                .map(served -> new LambdaInvocation(
                        served.requestId(), caller, served.end().map(end -> end.minus(margin))))
                .orElseThrow(() -> new IllegalStateException("this thread serves no invocation"));
    }
}

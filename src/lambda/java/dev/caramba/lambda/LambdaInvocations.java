package dev.caramba.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.caramba.call.AccessSettings;
import dev.caramba.call.IdGenerator;
import dev.caramba.call.Invocations;
import dev.caramba.generation.Caller;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Finds the invocation that a function serves. Quarkus Funqy does not pass it to the functions. */
@Singleton
public final class LambdaInvocations implements Invocations {

    private static final ThreadLocal<Context> SERVED = new ThreadLocal<>();

    private final Duration margin;
    private final Caller caller;

    LambdaInvocations(LambdaSettings settings, AccessSettings access) {
        this.margin = settings.margin();
        this.caller = access.caller(LambdaInvocation.CALLER);
    }

    /** A task that serves an invocation. */
    interface Task {
        void run() throws IOException;
    }

    /** Runs a task. The functions that it calls on this thread serve this invocation. */
    static void serve(Context invocation, Task task) throws IOException {
        SERVED.set(invocation);
        try {
            task.run();
        } finally {
            SERVED.remove();
        }
    }

    /**
     * Returns the invocation that this thread serves. The native runtime calls the functions directly, so there the
     * invocation is one without an end and with an id of its own.
     */
    @Override
    public LambdaInvocation current() {
        return Optional.ofNullable(SERVED.get())
                .map(this::invocation)
                .orElseGet(() -> new LambdaInvocation(IdGenerator.next("req_"), caller, Optional.empty()));
    }

    private LambdaInvocation invocation(Context context) {
        var left = Duration.ofMillis(context.getRemainingTimeInMillis());
        return new LambdaInvocation(
                context.getAwsRequestId(),
                caller,
                Optional.of(Instant.now().plus(left).minus(margin)));
    }
}

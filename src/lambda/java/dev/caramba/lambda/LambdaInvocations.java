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

/** Finds the invocation that a function is serving: the functions' binding does not tell them. */
@Singleton
public final class LambdaInvocations implements Invocations {

    private static final ThreadLocal<Context> SERVED = new ThreadLocal<>();

    private final Duration margin;
    private final Caller caller;

    LambdaInvocations(LambdaSettings settings, AccessSettings access) {
        this.margin = settings.margin();
        this.caller = access.caller(LambdaInvocation.CALLER);
    }

    /** Something to do while an invocation is served. */
    interface Task {
        void run() throws IOException;
    }

    /** Does this task; the functions that it calls on this thread serve this invocation. */
    static void serve(Context invocation, Task task) throws IOException {
        SERVED.set(invocation);
        try {
            task.run();
        } finally {
            SERVED.remove();
        }
    }

    /** Where the runtime is not Java's own but native, it calls the functions directly, and nothing is known. */
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

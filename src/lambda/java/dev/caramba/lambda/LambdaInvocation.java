package dev.caramba.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.caramba.edge.Ids;
import dev.caramba.edge.Invocation;
import dev.caramba.generation.CallContext;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** One invocation. Who may invoke is Lambda's affair; whoever does waits for as long as the instance may run. */
record LambdaInvocation(String requestId, Optional<Duration> environmentsTimeout) implements Invocation {

    private static final ThreadLocal<Context> CONTEXT = new ThreadLocal<>();

    /** Something to do while an invocation is served. */
    interface Task {
        void run() throws IOException;
    }

    /** Does this task; functions that it calls on this thread are served under this context. */
    static void serve(Context context, Task task) throws IOException {
        CONTEXT.set(context);
        try {
            task.run();
        } finally {
            CONTEXT.remove();
        }
    }

    static LambdaInvocation current() {
        return Optional.ofNullable(CONTEXT.get())
                .map(context -> new LambdaInvocation(
                        context.getAwsRequestId(), Optional.of(Duration.ofMillis(context.getRemainingTimeInMillis()))))
                .orElseGet(() -> new LambdaInvocation(Ids.next("req_"), Optional.empty()));
    }

    @Override
    public String caller() {
        return "lambda";
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

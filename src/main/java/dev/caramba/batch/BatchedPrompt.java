package dev.caramba.batch;

import dev.caramba.call.Invocation;
import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Caller;
import dev.caramba.generation.TraceContext;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/**
 * One prompt of a batch as an invocation of its own. When the caller of the batch leaves, the batch cancels its
 * prompts.
 */
record BatchedPrompt(Invocation batch, BatchRequest.Prompt prompt, BatchTime time) implements Invocation {

    /** Returns the id of the batch with the position of the prompt. */
    @Override
    public String requestId() {
        return batch.requestId() + "-" + prompt.place();
    }

    @Override
    public Caller caller() {
        return batch.caller();
    }

    @Override
    public Optional<TraceContext> trace() {
        return batch.trace();
    }

    @Override
    public Optional<Duration> callersTimeout() {
        return time.callersLeft();
    }

    @Override
    public Optional<Duration> environmentsTimeout() {
        return time.environmentsLeft();
    }

    @Override
    public Caching caching() {
        return batch.caching();
    }

    @Override
    public boolean interactive() {
        return false;
    }

    @Override
    public Uni<Void> abandoned() {
        return Uni.createFrom().nothing();
    }

    @Override
    public void commit(CallContext context) {}

    boolean timeIsOver() {
        return time.over();
    }
}

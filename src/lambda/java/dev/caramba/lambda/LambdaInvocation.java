package dev.caramba.lambda;

import dev.caramba.call.Invocation;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Caller;
import dev.caramba.generation.TraceContext;
import dev.caramba.result.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One invocation of a function, or one message of the batch that it received. Lambda decides who may invoke.
 *
 * @param end when the answer must be ready; empty when the instance does not know it
 */
record LambdaInvocation(
        String requestId,
        Caller caller,
        Optional<Instant> end,
        Optional<IdempotencyKey> resultKey,
        Optional<TraceContext> trace)
        implements Invocation {

    /** The caller's name for all who may invoke. */
    static final String CALLER = "lambda";

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final int MAX_ID_LENGTH = 100;

    /** Creates an invocation for which a caller with all rights waits. */
    LambdaInvocation(String requestId, Optional<Instant> end) {
        this(requestId, Caller.named(CALLER), end);
    }

    LambdaInvocation(String requestId, Caller caller, Optional<Instant> end) {
        this(requestId, caller, end, Optional.empty(), Optional.empty());
    }

    /**
     * Returns the invocation of one of its messages. The prompts of a message run once, no matter how often it is
     * delivered.
     */
    LambdaInvocation of(SqsMessage message) {
        var id = message.id().replaceAll("[^\\x21-\\x7e]", "_");
        return new LambdaInvocation(
                id.length() <= MAX_ID_LENGTH ? id : id.substring(0, MAX_ID_LENGTH),
                caller,
                end,
                Optional.of(IdempotencyKey.of(CALLER, message.queue(), message.id())),
                message.trace());
    }

    /** Returns whether it is too late to begin anything. */
    boolean over() {
        return left().filter(left -> left.compareTo(LEAST) < 0).isPresent();
    }

    @Override
    public Optional<Duration> environmentsTimeout() {
        return left().map(left -> left.compareTo(LEAST) < 0 ? LEAST : left);
    }

    @Override
    public boolean interactive() {
        return resultKey.isEmpty();
    }

    @Override
    public Optional<Duration> callersTimeout() {
        return Optional.empty();
    }

    /** Never completes, because no caller leaves: it waits, or it does not expect an answer. */
    @Override
    public Uni<Void> abandoned() {
        return Uni.createFrom().nothing();
    }

    @Override
    public void commit(CallContext context) {}

    private Optional<Duration> left() {
        return end.map(instant -> Duration.between(Instant.now(), instant));
    }
}

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
 * One invocation, or one message of the batch that it brought. Who may invoke is Lambda's affair.
 *
 * @param end when the answer must be there; empty where the instance is not told
 */
record LambdaInvocation(
        String requestId,
        Caller caller,
        Optional<Instant> end,
        Optional<IdempotencyKey> resultKey,
        Optional<TraceContext> trace)
        implements Invocation {

    /** The name of whoever may invoke. */
    static final String CALLER = "lambda";

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final int MAX_ID_LENGTH = 100;

    /** One that somebody waits for, who may do everything. */
    LambdaInvocation(String requestId, Optional<Instant> end) {
        this(requestId, Caller.named(CALLER), end);
    }

    LambdaInvocation(String requestId, Caller caller, Optional<Instant> end) {
        this(requestId, caller, end, Optional.empty(), Optional.empty());
    }

    /** That of a message in it, whose prompts are run once however often it is delivered. */
    LambdaInvocation of(SqsMessage message) {
        var id = message.id().replaceAll("[^\\x21-\\x7e]", "_");
        return new LambdaInvocation(
                id.length() <= MAX_ID_LENGTH ? id : id.substring(0, MAX_ID_LENGTH),
                caller,
                end,
                Optional.of(IdempotencyKey.of(CALLER, message.queue(), message.id())),
                message.trace());
    }

    /** Whether it is too late to begin anything. */
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

    /** Nobody leaves: who invokes either waits or does not ask for the answer. */
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

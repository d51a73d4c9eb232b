package dev.caramba.call;

import dev.caramba.error.HttpError;
import dev.caramba.error.HttpErrorException;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.request.CallRequest;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts calls. Every trigger uses this class to reach the one provider that stands for all of them. */
@Singleton
public final class Calls {

    /** The bean name of the provider that stands for all others. Other beans of this type are the operators' own. */
    public static final String PROVIDER = "caramba";

    private final Provider provider;
    private final EdgeSettings settings;
    private final BatchSettings batches;

    public Calls(@Named(PROVIDER) Provider provider, EdgeSettings settings, BatchSettings batches) {
        this.provider = provider;
        this.settings = settings;
        this.batches = batches;
    }

    /** Returns the context of a call that begins now. */
    public CallContext begin(Invocation invocation, CallRequest request) {
        return new CallContext(
                invocation.requestId(),
                invocation.caller(),
                deadline(invocation, request),
                new CallTrail(),
                invocation.interactive() ? 1 : batches.share(),
                invocation.interactive(),
                request.caching().and(invocation.caching()),
                invocation.trace());
    }

    /** Returns the events of the answer. Nothing happens before the subscription. */
    public Multi<Event> stream(CallContext context, GenerationParams params) {
        return EventStream.of(Multi.createFrom().deferred(() -> provider.generate(context, params)));
    }

    /**
     * Returns the complete answer, after it {@link Invocation#commit committed} the call. Fails with an
     * {@link HttpErrorException}. When the caller leaves, the call is cancelled.
     */
    public Uni<Answer> answer(Invocation invocation, CallRequest request) {
        var context = begin(invocation, request);
        var params = request.params();
        var answer = stream(context, params)
                .collect()
                .in(Answer.Gathering::new, Answer.Gathering::add)
                .map(gathering -> gathering.finish(context, params))
                .invoke(() -> invocation.commit(context));
        return whileWaitedFor(invocation, answer);
    }

    /** Returns the same work, which is cancelled when the caller leaves. */
    public static <T> Uni<T> whileWaitedFor(Invocation invocation, Uni<T> work) {
        var left = HttpError.of(Failure.of(FailureKind.CANCELLED, "the caller left"));
        Uni<T> abandoned = invocation
                .abandoned()
                .onItem()
                .transformToUni(ignored -> Uni.createFrom().failure(left.asException()));
        return Uni.combine().any().of(work, abandoned);
    }

    private Deadline deadline(Invocation invocation, CallRequest request) {
        var longest = within(invocation, settings.deadline());
        var callers = Stream.of(invocation.callersTimeout(), request.timeout())
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .filter(timeout -> timeout.compareTo(longest) < 0);
        var flowing = callers.orElseGet(() -> within(invocation, settings.streamDeadline()));
        var now = Instant.now();
        return new Deadline(now.plus(callers.orElse(longest)), now.plus(flowing), callers.isPresent());
    }

    private static Duration within(Invocation invocation, Duration limit) {
        return invocation
                .environmentsTimeout()
                .filter(less -> less.compareTo(limit) < 0)
                .orElse(limit);
    }
}

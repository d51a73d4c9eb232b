package dev.caramba.idempotency;

import dev.caramba.call.Answer;
import dev.caramba.call.BatchSettings;
import dev.caramba.call.Calls;
import dev.caramba.call.Invocation;
import dev.caramba.error.HttpError;
import dev.caramba.error.HttpErrorException;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.request.CallRequest;
import dev.caramba.result.Claim;
import dev.caramba.result.HeldClaim;
import dev.caramba.result.ResultStore;
import dev.caramba.stream.Cancellation;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Makes calls once for their idempotency key, however often they are requested. A request that comes while the call is
 * in flight gets an error that says so. A later one gets the stored answer. Only failures that the request itself
 * causes are stored. A call without a key runs directly and costs nothing more.
 */
@Singleton
public final class IdempotentCalls {

    private static final Logger LOG = Logger.getLogger(IdempotentCalls.class);

    /** Two renewals may fail before the claim expires. */
    private static final int RENEWALS_PER_CLAIM = 3;

    private final Calls calls;
    private final ResultStore store;
    private final Duration prolonging;

    IdempotentCalls(Calls calls, ResultStore store, BatchSettings settings) {
        this.calls = calls;
        this.store = store;
        this.prolonging = settings.claim().dividedBy(RENEWALS_PER_CLAIM);
    }

    /** Makes a call like {@link Calls#answer}, once for its key. */
    public Uni<Answer> answer(Invocation invocation, CallRequest request, Optional<IdempotentRequest> keyed) {
        return keyed.map(idempotent -> answer(invocation, request, idempotent))
                .orElseGet(() -> calls.answer(invocation, request));
    }

    /** Makes a call like {@link Calls#stream}, once for its key. A stored error fails the stream. */
    public Multi<Event> stream(
            Invocation invocation, CallContext context, GenerationParams params, Optional<IdempotentRequest> keyed) {
        return keyed.map(idempotent -> stream(invocation, context, params, idempotent))
                .orElseGet(() -> calls.stream(context, params));
    }

    private Uni<Answer> answer(Invocation invocation, CallRequest request, IdempotentRequest idempotent) {
        return Uni.createFrom().deferred(() -> {
            var cancellation = new Cancellation();
            return cancellation.of(claim(idempotent, cancellation, new AtomicBoolean())
                    .flatMap(claim -> {
                        if (claim instanceof Claim.Granted granted) {
                            return run(granted.hold(), cancellation, calls.answer(invocation, request));
                        }
                        return stored(claim)
                                .flatMap(result -> result.map(known -> Uni.createFrom()
                                                .item(() ->
                                                        earlier(invocation, known, calls.begin(invocation, request)))
                                                .invoke(answer -> invocation.commit(answer.context())))
                                        .orElseGet(() -> cancellation.reaching(calls.answer(invocation, request))));
                    }));
        });
    }

    /**
     * Returns the stored result of an earlier request. It is empty where another version wrote it in another format:
     * it is then ignored, but left for the instances that can read it. Fails where the claim says that there is none.
     */
    private static Uni<Optional<StoredResult>> stored(Claim claim) {
        if (claim instanceof Claim.Running running) {
            return Uni.createFrom().failure(HttpError.inProgress(running.left()).asException());
        }
        if (claim instanceof Claim.OtherBody) {
            return Uni.createFrom().failure(HttpError.keyReused().asException());
        }
        var text = ((Claim.Done) claim).result();
        return onWorkerIf(text.length() > StoredResult.LARGE, () -> StoredResult.read(text))
                .invoke(result -> {
                    if (result.isEmpty()) {
                        LOG.warn("the stored result of a prompt is in the format of another version: the prompt is run"
                                + " again");
                    }
                });
    }

    /** Does what may take up to a second on a worker thread, where it does take long. What follows is done there, too. */
    private static <T> Uni<T> onWorkerIf(boolean large, Supplier<T> work) {
        var done = Uni.createFrom().item(work);
        return large ? done.runSubscriptionOn(Infrastructure.getDefaultWorkerPool()) : done;
    }

    /**
     * Claims the key. The reply is awaited even when the caller leaves: a granted claim must be released then, unless
     * the result is stored already.
     */
    private Uni<Claim> claim(IdempotentRequest idempotent, Cancellation cancellation, AtomicBoolean ended) {
        var claim = store.claim(idempotent.hold()).memoize().indefinitely();
        cancellation.then(() -> claim.subscribe().with(reply -> leave(reply, ended.get()), e -> {}));
        return claim;
    }

    private void leave(Claim claim, boolean ended) {
        if (claim instanceof Claim.Granted granted && !ended) {
            quietly(store.release(granted.hold())).subscribe().with(ignored -> {});
        }
    }

    private Uni<Answer> run(HeldClaim hold, Cancellation cancellation, Uni<Answer> work) {
        return Uni.createFrom().deferred(() -> {
            var prolonged = prolong(hold, cancellation);
            return cancellation
                    .reaching(work)
                    .call(answer -> keep(hold, answer))
                    .onFailure()
                    .call(e -> settle(hold, errorOf(e)))
                    .onTermination()
                    .invoke(prolonged::cancel);
        });
    }

    private Multi<Event> stream(
            Invocation invocation, CallContext context, GenerationParams params, IdempotentRequest idempotent) {
        return Multi.createFrom().deferred(() -> {
            var cancellation = new Cancellation();
            var ended = new AtomicBoolean();
            return cancellation.of(claim(idempotent, cancellation, ended)
                    .onItem()
                    .transformToMulti(claim -> {
                        if (claim instanceof Claim.Granted granted) {
                            return run(granted.hold(), cancellation, context, params, ended);
                        }
                        return stored(claim)
                                .onItem()
                                .transformToMulti(result -> result.map(known -> Multi.createFrom()
                                                .items(() -> earlier(invocation, known, context).events().stream()))
                                        .orElseGet(() -> cancellation.reaching(calls.stream(context, params))));
                    }));
        });
    }

    /** Stores the result before the caller sees the end, so that a repeated request gets it. */
    private Multi<Event> run(
            HeldClaim hold,
            Cancellation cancellation,
            CallContext context,
            GenerationParams params,
            AtomicBoolean ended) {
        return Multi.createFrom().deferred(() -> {
            var gathering = new Answer.Gathering();
            var prolonged = prolong(hold, cancellation);
            var events = cancellation
                    .reaching(calls.stream(context, params))
                    .onItem()
                    .invoke(gathering::add);
            return EventStream.callAtEnd(
                            events,
                            last -> end(hold, gathering, context, params).invoke(() -> ended.set(true)))
                    .onTermination()
                    .invoke(prolonged::cancel);
        });
    }

    private Uni<Boolean> end(HeldClaim hold, Answer.Gathering gathering, CallContext context, GenerationParams params) {
        try {
            return keep(hold, gathering.finish(context, params));
        } catch (HttpErrorException e) {
            return settle(hold, e.error());
        }
    }

    private static Answer earlier(Invocation invocation, StoredResult recorded, CallContext context) {
        invocation.replayed();
        recorded.error().ifPresent(error -> {
            throw error.asException();
        });
        return recorded.answer(context);
    }

    private Uni<Boolean> settle(HeldClaim hold, HttpError error) {
        return error.permanent() ? keep(hold, StoredResult.text(error)) : quietly(store.release(hold));
    }

    private Uni<Boolean> keep(HeldClaim hold, Answer answer) {
        return onWorkerIf(StoredResult.isLarge(answer), () -> StoredResult.text(answer))
                .flatMap(text -> keep(hold, text));
    }

    private Uni<Boolean> keep(HeldClaim hold, String result) {
        return quietly(store.complete(hold, result));
    }

    private Cancellable prolong(HeldClaim hold, Cancellation cancellation) {
        var prolonged = Multi.createFrom()
                .ticks()
                .startingAfter(prolonging)
                .every(prolonging)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> quietly(store.prolong(hold)))
                .subscribe()
                .with(ignored -> {});
        cancellation.then(prolonged::cancel);
        return prolonged;
    }

    /** Ignores a failure of the store: the caller gets the answer whether or not it can be stored. */
    private static Uni<Boolean> quietly(Uni<Boolean> verb) {
        return verb.onFailure()
                .invoke(e -> LOG.warn("a claim or a result cannot be stored", e))
                .onFailure()
                .recoverWithItem(false);
    }

    private static HttpError errorOf(Throwable e) {
        return e instanceof HttpErrorException refused ? refused.error() : HttpError.INTERNAL;
    }
}

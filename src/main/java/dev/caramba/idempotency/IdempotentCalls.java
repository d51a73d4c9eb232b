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
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
                        return unreadable(claim)
                                ? cancellation.reaching(calls.answer(invocation, request))
                                : Uni.createFrom()
                                        .item(() -> earlier(invocation, claim, calls.begin(invocation, request)))
                                        .invoke(answer -> invocation.commit(answer.context()));
                    }));
        });
    }

    /**
     * Returns whether another version wrote the stored result in another format. It is then ignored, but left for the
     * instances that can read it.
     */
    private static boolean unreadable(Claim claim) {
        var unreadable = claim instanceof Claim.Done done
                && StoredResult.read(done.result()).isEmpty();
        if (unreadable) {
            LOG.warn("the stored result of a prompt is in the format of another version: the prompt is run again");
        }
        return unreadable;
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
                    .call(answer -> keep(hold, StoredResult.text(answer)))
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
                        return unreadable(claim)
                                ? cancellation.reaching(calls.stream(context, params))
                                : Multi.createFrom().items(() -> earlier(invocation, claim, context).events().stream());
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
            return cancellation
                    .reaching(calls.stream(context, params))
                    .onItem()
                    .invoke(gathering::add)
                    .onItem()
                    .call(event -> event.terminal()
                            ? end(hold, gathering, context, params).invoke(() -> ended.set(true))
                            : Uni.createFrom().voidItem())
                    .onTermination()
                    .invoke(prolonged::cancel);
        });
    }

    private Uni<Boolean> end(HeldClaim hold, Answer.Gathering gathering, CallContext context, GenerationParams params) {
        try {
            return keep(hold, StoredResult.text(gathering.finish(context, params)));
        } catch (HttpErrorException e) {
            return settle(hold, e.error());
        }
    }

    private Answer earlier(Invocation invocation, Claim claim, CallContext context) {
        if (claim instanceof Claim.Running running) {
            throw HttpError.inProgress(running.left()).asException();
        }
        if (claim instanceof Claim.OtherBody) {
            throw HttpError.keyReused().asException();
        }
        var recorded = StoredResult.read(((Claim.Done) claim).result()).orElseThrow();
        invocation.replayed();
        recorded.error().ifPresent(error -> {
            throw error.asException();
        });
        return recorded.answer(context);
    }

    private Uni<Boolean> settle(HeldClaim hold, HttpError error) {
        return error.permanent() ? keep(hold, StoredResult.text(error)) : quietly(store.release(hold));
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

package dev.caramba.quota;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.Cancellation;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call of a caller who has limits. It is settled in the store before the caller gets its last event, so that the
 * caller's next call finds it settled.
 */
final class QuotaCall {

    /** Prolongations per lifetime of a slot. Two may fail before the slot is lost. */
    private static final int PROLONGATIONS_PER_LIFE = 3;

    private final QuotaProvider provider;
    private final CallContext context;
    private final GenerationParams params;
    private final long input;
    private final QuotaRequest ask;
    private final Cancellation cancellation = new Cancellation();
    private final AtomicBoolean settled = new AtomicBoolean();
    private volatile Optional<Future<?>> holding = Optional.empty();
    private volatile long answerBytes;
    private volatile Optional<Long> reportedTokens = Optional.empty();

    QuotaCall(QuotaProvider provider, CallContext context, GenerationParams params) {
        this.provider = provider;
        this.context = context;
        this.params = params;
        var quota = QuotaProvider.quota(context);
        var counts = quota.tokensPerMinute().isPresent() || quota.tokensPerDay().isPresent();
        this.input = counts ? TokenEstimate.input(params) : 0;
        this.ask = new QuotaRequest(
                context.caller().name(),
                UUID.randomUUID().toString(),
                quota,
                counts ? input + TokenEstimate.output(params) : 0);
    }

    Multi<Event> events() {
        return tooLarge().map(QuotaCall::end).orElseGet(() -> {
            // The store's reply is awaited even when the caller leaves, since a granted slot must be released.
            var taking = provider.store().take(ask).memoize().indefinitely();
            cancellation.then(() -> taking.subscribe().with(this::leave, e -> {}));
            return cancellation.of(taking.onItem().transformToMulti(this::begin));
        });
    }

    private Optional<Failure> tooLarge() {
        return Arrays.stream(QuotaWindow.values())
                .filter(window ->
                        window.countsTokens() && window.limitOf(ask.quota()).orElse(Long.MAX_VALUE) < ask.tokens())
                .findFirst()
                .map(window -> QuotaNotices.tooLarge(
                        ask.tokens(), window, window.limitOf(ask.quota()).orElseThrow()));
    }

    private Multi<Event> begin(QuotaDecision taken) {
        QuotaNotices.tell(taken, context.trail());
        if (taken.refusal().isPresent()) {
            return end(QuotaNotices.refusal(taken, taken.refusal().get()));
        }
        holding = hold(taken);
        if (settled.get()) {
            stopHolding();
        }
        var events = EventStream.of(cancellation.reaching(provider.inner().generate(context, params)))
                .onItem()
                .invoke(this::saw);
        return EventStream.callAtEnd(events, last -> end(last, taken));
    }

    private Uni<Void> end(Event last, QuotaDecision taken) {
        if (last instanceof Event.Error error && error.failure().kind() == FailureKind.CALLER_BUDGET) {
            return giveBack(taken);
        }
        return settle(taken);
    }

    /** Takes the call back, because a call that the caller's budget refused does not count. */
    private Uni<Void> giveBack(QuotaDecision taken) {
        if (!settled.compareAndSet(false, true)) {
            return Uni.createFrom().voidItem();
        }
        stopHolding();
        QuotaNotices.tell(taken.undone(), context.trail());
        return provider.store().giveBack(taken).onFailure().recoverWithNull();
    }

    private void saw(Event event) {
        if (event instanceof Event.Chunk chunk) {
            answerBytes += TokenEstimate.bytes(chunk.text());
        } else if (event instanceof Event.Reasoning reasoning) {
            answerBytes += TokenEstimate.bytes(reasoning.text());
        } else if (event instanceof Event.ToolCall call) {
            answerBytes += TokenEstimate.bytes(call.function().arguments());
        } else if (event instanceof Event.Done done) {
            reportedTokens = done.usage().map(QuotaCall::tokens);
        } else if (event instanceof Event.Error error) {
            reportedTokens = error.usage()
                    .map(QuotaCall::tokens)
                    .or(() -> answerBytes == 0 ? Optional.of(0L) : Optional.empty());
        }
    }

    private static long tokens(Usage usage) {
        return usage.totalTokens()
                .orElseGet(() ->
                        usage.inputTokens().orElse(0) + usage.outputTokens().orElse(0));
    }

    /**
     * Returns the tokens that the provider reported; when it reported none, an estimate from the text sent and
     * received.
     */
    private long spent() {
        return reportedTokens.orElseGet(
                () -> context.trail().begun() == 0 ? 0 : input + TokenEstimate.tokens(answerBytes));
    }

    private Uni<Void> settle(QuotaDecision taken) {
        if (!settled.compareAndSet(false, true)) {
            return Uni.createFrom().voidItem();
        }
        stopHolding();
        return ask.lasts()
                ? provider.store().settle(taken, spent()).onFailure().recoverWithNull()
                : Uni.createFrom().voidItem();
    }

    private void leave(QuotaDecision taken) {
        if (taken.granted()) {
            settle(taken).subscribe().with(ignored -> {});
        }
    }

    private Optional<Future<?>> hold(QuotaDecision taken) {
        if (ask.quota().maxInFlight().isEmpty()) {
            return Optional.empty();
        }
        var every = Math.max(1, provider.life().toMillis() / PROLONGATIONS_PER_LIFE);
        return Optional.of(provider.timer()
                .scheduleAtFixedRate(
                        () -> provider.store().hold(taken).subscribe().with(ignored -> {}, e -> {}),
                        every,
                        every,
                        TimeUnit.MILLISECONDS));
    }

    private void stopHolding() {
        holding.ifPresent(task -> task.cancel(false));
    }

    private static Multi<Event> end(Failure failure) {
        return Multi.createFrom().item(new Event.Error(failure));
    }
}

package dev.caramba.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.BatchSettings;
import dev.caramba.call.Calls;
import dev.caramba.call.EdgeSettings;
import dev.caramba.call.Invocation;
import dev.caramba.call.OpenCalls;
import dev.caramba.error.HttpError;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.request.RequestFields;
import dev.caramba.request.RequestReader;
import dev.caramba.result.IdempotencyKey;
import dev.caramba.stream.Cancellation;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Runs the prompts of a batch, a limited number at a time. Each is a call of its own: when one fails, the others go on.
 */
@Singleton
public final class BatchRunner {

    private static final HttpError NOT_AN_OBJECT =
            HttpError.refusal(400, "invalid_request", "The prompt is no object.");
    private static final HttpError NO_TIME_LEFT =
            HttpError.of(Failure.of(FailureKind.TIMEOUT, "The time of the batch was over before the prompt's turn."));
    private static final PromptResult STOPPING = PromptResult.of(HttpError.of(OpenCalls.STOPPING));

    /**
     * The delay that an error suggests when nobody knows when a slot will be free. For a batch, {@link #SHORT_PAUSE} is a
     * better guess.
     */
    private static final Duration UNKNOWN_DELAY = Duration.ofSeconds(1);

    private static final Duration SHORT_PAUSE = Duration.ofMillis(250);

    private final PromptRunner prompts;
    private final EdgeSettings edge;
    private final BatchSettings settings;
    private final OpenCalls open;

    BatchRunner(PromptRunner prompts, EdgeSettings edge, BatchSettings settings, OpenCalls open) {
        this.prompts = prompts;
        this.edge = edge;
        this.settings = settings;
        this.open = open;
    }

    /** The result of one prompt. */
    public record Part(int place, String id, PromptResult outcome) {

        /** Returns the result in the form of the response. */
        public ObjectNode json() {
            return outcome.json(id);
        }
    }

    /**
     * Runs a batch. When the invocation has an idempotency key, each prompt is run once. The result fails only when the
     * body is no batch, or when the caller leaves, which cancels the running prompts.
     *
     * @return the results in the order of the prompts
     */
    public Uni<List<Part>> run(Invocation invocation, ObjectNode body) {
        return Uni.createFrom().deferred(() -> {
            var batch = BatchRequest.read(body, settings.maxPrompts());
            var time = BatchTime.begin(invocation, batch.timeout());
            var key = invocation.resultKey();
            var cancellation = new Cancellation();
            var parts = Multi.createFrom()
                    .iterable(batch.prompts())
                    .onItem()
                    .transformToUni(
                            prompt -> run(new BatchedPrompt(invocation, prompt, time), prompt, key, cancellation)
                                    .map(outcome -> new Part(prompt.place(), prompt.id(), outcome)))
                    .merge(settings.concurrency())
                    .collect()
                    .asList()
                    .map(BatchRunner::inOrder);
            return Calls.whileWaitedFor(invocation, cancellation.of(parts));
        });
    }

    private Uni<PromptResult> run(
            BatchedPrompt invocation,
            BatchRequest.Prompt prompt,
            Optional<IdempotencyKey> key,
            Cancellation cancellation) {
        return Uni.createFrom().deferred(() -> {
            if (!(prompt.body() instanceof ObjectNode body)) {
                return Uni.createFrom().item(PromptResult.of(NOT_AN_OBJECT));
            }
            if (open.ended()) {
                return Uni.createFrom().item(STOPPING);
            }
            if (invocation.timeIsOver()) {
                return Uni.createFrom().item(PromptResult.of(NO_TIME_LEFT));
            }
            var run = cancellation.reaching(prompts.run(invocation, body, key.map(known -> known.part(prompt.id()))));
            return waitingForSlot(run, System.nanoTime(), longestWait(invocation, body));
        });
    }

    /**
     * Repeats the prompt until it gets a slot. A batch may have more prompts than slots, and interactive calls go
     * first. An instance that stops ends the wait.
     */
    private Uni<PromptResult> waitingForSlot(Uni<PromptResult> run, long began, Duration longestWait) {
        return run.flatMap(outcome -> {
            var wait = pause(outcome);
            var left = longestWait.minusNanos(System.nanoTime() - began);
            return wait.filter(length -> length.compareTo(left) < 0 && !open.ended())
                    .map(length -> isOver(length)
                            .flatMap(over -> over
                                    ? waitingForSlot(run, began, longestWait)
                                    : Uni.createFrom().item(STOPPING)))
                    .orElseGet(() -> Uni.createFrom().item(outcome));
        });
    }

    /** Returns true after this time, and false at once when the instance ends its calls. */
    private Uni<Boolean> isOver(Duration length) {
        var over = Uni.createFrom().item(true).onItem().delayIt().by(length);
        return open.of(over).onFailure().recoverWithItem(false);
    }

    /**
     * Returns how long to wait when no provider was asked, because none was available or because the caller's quota is
     * used up.
     */
    private static Optional<Duration> pause(PromptResult outcome) {
        return Optional.of(outcome)
                .filter(PromptResult.Retryable.class::isInstance)
                .map(PromptResult::error)
                .filter(error -> (error.status() == 503 || error.status() == 429)
                        && error.attempts().isEmpty())
                .flatMap(HttpError::retryAfter)
                .map(wait -> wait.compareTo(UNKNOWN_DELAY) <= 0 ? SHORT_PAUSE : wait);
    }

    /**
     * Returns the longest wait for a slot: the shortest of all limits on the call, those of the prompt and the batch
     * included.
     */
    private Duration longestWait(BatchedPrompt invocation, ObjectNode body) {
        return Stream.of(
                        Optional.of(edge.deadline()),
                        invocation.callersTimeout(),
                        invocation.environmentsTimeout(),
                        ownTimeout(body))
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .orElseThrow();
    }

    /** Returns the prompt's own limit; empty when it is wrong, since the prompt itself then fails with that error. */
    private static Optional<Duration> ownTimeout(ObjectNode body) {
        try {
            return RequestReader.timeout(RequestFields.of(body));
        } catch (ProviderException e) {
            return Optional.empty();
        }
    }

    private static List<Part> inOrder(List<Part> parts) {
        return parts.stream().sorted(Comparator.comparingInt(Part::place)).toList();
    }
}

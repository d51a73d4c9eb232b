package dev.caramba.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.BatchSettings;
import dev.caramba.call.Calls;
import dev.caramba.call.EdgeSettings;
import dev.caramba.call.Invocation;
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

/** Runs the prompts of a batch, some at a time, each as a call of its own: none of them fails the others. */
@Singleton
public final class BatchRunner {

    private static final HttpError NOT_AN_OBJECT =
            HttpError.refusal(400, "invalid_request", "The prompt is no object.");
    private static final HttpError NO_TIME_LEFT =
            HttpError.of(Failure.of(FailureKind.TIMEOUT, "The time of the batch was over before the prompt's turn."));

    /** What is said where it is not known when a slot will be free; {@link #A_LITTLE} is a better guess in a batch. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Duration A_LITTLE = Duration.ofMillis(250);

    private final PromptRunner prompts;
    private final EdgeSettings edge;
    private final BatchSettings settings;

    BatchRunner(PromptRunner prompts, EdgeSettings edge, BatchSettings settings) {
        this.prompts = prompts;
        this.edge = edge;
        this.settings = settings;
    }

    /** What came of one prompt. */
    public record Part(int place, String id, PromptResult outcome) {

        /** As it stands in the results. */
        public ObjectNode json() {
            return outcome.json(id);
        }
    }

    /**
     * Runs a batch; its prompts are run once each when the invocation has a key. Fails only when the body is no batch, or
     * the caller leaves: then what runs is cancelled.
     *
     * @return the parts in the order of the prompts
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
            if (invocation.timeIsOver()) {
                return Uni.createFrom().item(PromptResult.of(NO_TIME_LEFT));
            }
            var run = cancellation.reaching(prompts.run(invocation, body, key.map(known -> known.part(prompt.id()))));
            return patient(run, System.nanoTime(), patience(invocation, body));
        });
    }

    /** Waits for a slot: a batch has more prompts than there may be, and yields to those who wait. */
    private static Uni<PromptResult> patient(Uni<PromptResult> run, long began, Duration patience) {
        return run.flatMap(outcome -> {
            var wait = pause(outcome);
            var left = patience.minusNanos(System.nanoTime() - began);
            return wait.filter(length -> length.compareTo(left) < 0)
                    .map(length -> Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(length)
                            .flatMap(again -> patient(run, began, patience)))
                    .orElseGet(() -> Uni.createFrom().item(outcome));
        });
    }

    /** How long to wait where nobody was asked, be it that none could be or that the caller may not yet. */
    private static Optional<Duration> pause(PromptResult outcome) {
        return Optional.of(outcome)
                .filter(PromptResult.Retryable.class::isInstance)
                .map(PromptResult::error)
                .filter(error -> (error.status() == 503 || error.status() == 429)
                        && error.attempts().isEmpty())
                .flatMap(HttpError::retryAfter)
                .map(wait -> wait.compareTo(SOON) <= 0 ? A_LITTLE : wait);
    }

    /** As long as one call may take, the prompt's own limit and that of the batch included. */
    private Duration patience(BatchedPrompt invocation, ObjectNode body) {
        return Stream.of(
                        Optional.of(edge.deadline()),
                        invocation.callersTimeout(),
                        invocation.environmentsTimeout(),
                        ownTimeout(body))
                .flatMap(Optional::stream)
                .min(Duration::compareTo)
                .orElseThrow();
    }

    /** Where it is wrong the prompt fails for that. */
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

package dev.caramba.edge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.result.ResultKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Runs the prompts of a batch, some at a time, each as a call of its own: none of them fails the others. */
@Singleton
public final class BatchRunner {

    private static final HttpError NOT_AN_OBJECT =
            HttpError.refusal(400, "invalid_request", "The prompt is no object.");
    private static final HttpError NO_TIME_LEFT =
            HttpError.of(Failure.of(FailureKind.TIMEOUT, "The time of the batch was over before the prompt's turn."));

    private final PromptRunner prompts;
    private final BatchSettings settings;

    BatchRunner(PromptRunner prompts, BatchSettings settings) {
        this.prompts = prompts;
        this.settings = settings;
    }

    /** What came of one prompt. */
    public record Part(int place, String id, Outcome outcome) {

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
            var parts = Multi.createFrom()
                    .iterable(batch.prompts())
                    .onItem()
                    .transformToUni(prompt -> run(new BatchedPrompt(invocation, prompt, time), prompt, key)
                            .map(outcome -> new Part(prompt.place(), prompt.id(), outcome)))
                    .merge(settings.concurrency())
                    .collect()
                    .asList()
                    .map(BatchRunner::inOrder);
            return Calls.whileWaitedFor(invocation, parts);
        });
    }

    private Uni<Outcome> run(BatchedPrompt invocation, BatchRequest.Prompt prompt, Optional<ResultKey> key) {
        return Uni.createFrom().deferred(() -> {
            if (!(prompt.body() instanceof ObjectNode body)) {
                return Uni.createFrom().item(Outcome.of(NOT_AN_OBJECT));
            }
            return invocation.timeIsOver()
                    ? Uni.createFrom().item(Outcome.of(NO_TIME_LEFT))
                    : prompts.run(invocation, body, key.map(known -> known.part(prompt.id())));
        });
    }

    private static List<Part> inOrder(List<Part> parts) {
        return parts.stream().sorted(Comparator.comparingInt(Part::place)).toList();
    }
}

package dev.caramba.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.batch.BatchRunner;
import dev.caramba.batch.BatchRunner.Part;
import dev.caramba.batch.Delivery;
import dev.caramba.batch.PromptResult;
import dev.caramba.call.Invocation;
import dev.caramba.call.Invocations;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import io.quarkus.funqy.Funq;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/**
 * The function {@code batch}: many prompts in, their results out, both as JSON. Each prompt runs as if it were alone. An
 * event with prompts that are worth another try is handed back as a whole. Its finished prompts are not run again then.
 */
public class BatchFunction {

    private final BatchRunner batches;
    private final Delivery delivery;
    private final Invocations invocations;

    BatchFunction(BatchRunner batches, Delivery delivery, Invocations invocations) {
        this.batches = batches;
        this.delivery = delivery;
        this.invocations = invocations;
    }

    @Funq("batch")
    public Uni<JsonNode> batch(JsonNode request) {
        var invocation = invocations.current();
        var parts = batches.run(invocation, Bodies.object(request));
        if (invocation.interactive()) {
            return parts.map(BatchFunction::json);
        }
        var done = parts.invoke(BatchFunction::handBackUnlessDone);
        return delivery.takes(invocation)
                ? done.onItemOrFailure()
                        .transformToUni((all, e) -> deliver(invocation, all, e))
                        .flatMap(delivered -> delivery.acknowledged())
                : done.map(BatchFunction::json);
    }

    /** Delivers the results one after the other. A body that is no batch is one failure. */
    private Uni<Void> deliver(Invocation invocation, List<Part> parts, Throwable e) {
        var key = invocation.resultKey().orElseThrow();
        if (e != null) {
            return PromptResult.of(e)
                    .filter(outcome -> !outcome.worthAnotherTry())
                    .map(outcome -> delivery.deliver(key, outcome))
                    .orElseGet(() -> Uni.createFrom().failure(e));
        }
        return Multi.createFrom()
                .iterable(parts)
                .onItem()
                .transformToUniAndConcatenate(part -> delivery.deliver(key.part(part.id()), part.outcome()))
                .collect()
                .last();
    }

    private static void handBackUnlessDone(List<Part> parts) {
        var undone = parts.stream()
                .map(Part::outcome)
                .filter(PromptResult::worthAnotherTry)
                .toList();
        undone.stream().map(PromptResult::retryAfter).max(Duration::compareTo).ifPresent(wait -> {
            throw HttpError.unfinished(undone.size(), parts.size(), wait).asException();
        });
    }

    private static JsonNode json(List<Part> parts) {
        var json = Json.object();
        var results = json.putArray("results");
        parts.forEach(part -> results.add(part.json()));
        return json;
    }
}

package dev.caramba.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.batch.BatchRunner;
import dev.caramba.batch.BatchRunner.Part;
import dev.caramba.batch.Delivery;
import dev.caramba.batch.PromptResult;
import dev.caramba.batch.PromptRunner;
import dev.caramba.result.IdempotencyKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/** Runs each prompt of a message once, no matter how often the queue delivers the message. */
@Singleton
final class DeliveredPrompts implements InvocationPrompts {

    private final PromptRunner prompts;
    private final BatchRunner batches;
    private final Delivery delivery;

    DeliveredPrompts(PromptRunner prompts, BatchRunner batches, Delivery delivery) {
        this.prompts = prompts;
        this.batches = batches;
        this.delivery = delivery;
    }

    @Override
    public Uni<List<PromptResult>> message(LambdaInvocation message, ObjectNode body) {
        var key = message.resultKey().orElseThrow();
        var results = body.has("prompts")
                ? batches.run(message, body)
                        .map(parts -> parts.stream()
                                .map(part -> new Keyed(key.part(part.id()), part.outcome()))
                                .toList())
                : prompts.run(message, body, message.resultKey()).map(outcome -> List.of(new Keyed(key, outcome)));
        return results.onFailure()
                .recoverWithItem(e -> List.of(new Keyed(key, FunctionException.outcome(e, message.requestId()))))
                .flatMap(keyed -> delivered(message, keyed));
    }

    @Override
    public Uni<List<Part>> batch(LambdaInvocation invocation, ObjectNode body) {
        return batches.run(invocation, body);
    }

    /**
     * Delivers the results to the sink, unless the message will be delivered again. In that case the results so far are
     * kept until then.
     */
    private Uni<List<PromptResult>> delivered(LambdaInvocation message, List<Keyed> keyed) {
        var outcomes = keyed.stream().map(Keyed::outcome).toList();
        if (!delivery.takes(message) || outcomes.stream().anyMatch(PromptResult::worthAnotherTry)) {
            return Uni.createFrom().item(outcomes);
        }
        return Multi.createFrom()
                .iterable(keyed)
                .onItem()
                .transformToUniAndConcatenate(result -> delivery.deliver(result.key(), result.outcome()))
                .collect()
                .last()
                .replaceWith(outcomes)
                .onFailure()
                .recoverWithItem(e -> List.of(FunctionException.outcome(e, message.requestId())));
    }

    private record Keyed(IdempotencyKey key, PromptResult outcome) {}
}

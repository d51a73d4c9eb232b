package dev.caramba.function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.batch.Delivery;
import dev.caramba.batch.PromptResult;
import dev.caramba.batch.PromptRunner;
import dev.caramba.call.Invocation;
import dev.caramba.call.Invocations;
import io.quarkus.funqy.Funq;
import io.smallrye.mutiny.Uni;

/** The function {@code generate}: one prompt in, one complete answer out, both as JSON. */
public class GenerateFunction {

    private final PromptRunner prompts;
    private final Delivery delivery;
    private final Invocations invocations;

    GenerateFunction(PromptRunner prompts, Delivery delivery, Invocations invocations) {
        this.prompts = prompts;
        this.delivery = delivery;
        this.invocations = invocations;
    }

    @Funq("generate")
    public Uni<JsonNode> generate(JsonNode request) {
        var invocation = invocations.current();
        return prompts.run(invocation, Bodies.object(request), invocation.resultKey())
                .flatMap(outcome -> answer(invocation, outcome));
    }

    private Uni<JsonNode> answer(Invocation invocation, PromptResult outcome) {
        return delivery.takes(invocation) && !outcome.worthAnotherTry()
                ? delivery.deliver(invocation.resultKey().orElseThrow(), outcome)
                        .flatMap(delivered -> delivery.acknowledged())
                : Uni.createFrom().item(outcome::result);
    }
}

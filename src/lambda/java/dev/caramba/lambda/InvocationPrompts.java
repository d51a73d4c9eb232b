package dev.caramba.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.batch.BatchRunner.Part;
import dev.caramba.batch.PromptResult;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Runs the prompts of messages and batches. */
interface InvocationPrompts {

    /**
     * Runs a message, whose body is one prompt or a batch. Completes with the result of each prompt, after delivery to
     * the sink where there is one. Never fails.
     */
    Uni<List<PromptResult>> message(LambdaInvocation message, ObjectNode body);

    /**
     * Runs a batch for which a caller waits. Completes with the result of each prompt. Fails when the body is no batch.
     */
    Uni<List<Part>> batch(LambdaInvocation invocation, ObjectNode body);
}

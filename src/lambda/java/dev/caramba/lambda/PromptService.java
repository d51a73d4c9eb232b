package dev.caramba.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.batch.BatchRunner.Part;
import dev.caramba.batch.PromptResult;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Runs prompts. */
interface PromptService {

    /**
     * What came of each of the prompts of a message, delivered to the sink where there is one. A body is one prompt, or a
     * batch. Never fails.
     */
    Uni<List<PromptResult>> message(LambdaInvocation message, ObjectNode body);

    /** What came of a batch that somebody waits for. Fails when the body is no batch. */
    Uni<List<Part>> batch(LambdaInvocation invocation, ObjectNode body);
}

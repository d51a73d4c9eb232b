package dev.caramba.call;

import dev.caramba.generation.CallContext;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;

/** Finds the target whose answer the caller gets. */
public final class AnsweringTarget {

    private AnsweringTarget() {}

    /** Returns the answering target. Before the balancer has chosen one, it is the target that the caller asked for. */
    public static Target answering(CallContext context, GenerationParams params) {
        return context.trail()
                .answering()
                .orElseGet(() -> new Target("", params.model().orElse("auto")));
    }
}

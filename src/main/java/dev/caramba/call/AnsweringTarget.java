package dev.caramba.call;

import dev.caramba.generation.CallContext;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;

/** Says whose answer is given out. */
public final class AnsweringTarget {

    private AnsweringTarget() {}

    /** The answering target; before the balancer has named it, what was asked for. */
    public static Target answering(CallContext context, GenerationParams params) {
        return context.trail()
                .answering()
                .orElseGet(() -> new Target("", params.model().orElse("auto")));
    }
}

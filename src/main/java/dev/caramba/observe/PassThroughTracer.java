package dev.caramba.observe;

import dev.caramba.generation.AttemptWatch;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.TraceContext;
import dev.caramba.prompt.GenerationParams;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes no spans, and passes the caller's trace on to providers unchanged. */
public final class PassThroughTracer implements CallTracer {

    private final Predicate<String> takes;

    /** @param takes whether the provider of this name receives the trace */
    public PassThroughTracer(Predicate<String> takes) {
        this.takes = takes;
    }

    @Override
    public CallSpan begin(CallContext context, GenerationParams params) {
        if (context.trace().isPresent()) {
            var handed = new Handed(context.trace());
            context.trail()
                    .watchedBy((target, reason) ->
                            takes.test(target.provider()) ? handed : AttemptWatch.Watched.UNWATCHED);
        }
        return () -> context;
    }

    private record Handed(Optional<TraceContext> handedOn) implements AttemptWatch.Watched {}
}

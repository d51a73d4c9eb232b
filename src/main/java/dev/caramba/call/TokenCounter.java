package dev.caramba.call;

import dev.caramba.generation.CallContext;
import dev.caramba.prompt.GenerationParams;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Has the tokens of a request counted by a provider that it may go to. */
@FunctionalInterface
public interface TokenCounter {

    /** Returns the tokens; empty when none of these providers counts. */
    Uni<Optional<Long>> count(CallContext context, GenerationParams params);
}

package dev.caramba.generation;

import dev.caramba.prompt.GenerationParams;
import io.smallrye.mutiny.Multi;
import java.util.Optional;

/**
 * Makes vectors of texts. It is the part of a {@link Provider} that answers requests with an
 * {@linkplain GenerationParams#embedding() embedding input}, and shares the health, the leases and the cooldowns of
 * that provider's targets.
 */
public interface Embedder {

    /** Returns how many inputs one request may have, at least 1. */
    int batchSize();

    /**
     * Returns why no vectors can be made for this request: its inputs are tokens, or its vectors are to have a length
     * of their own. Such a provider is passed over.
     *
     * @param params the request, with the provider's model name
     */
    Optional<Failure> cannotEmbed(GenerationParams params);

    /**
     * Makes the vectors. Nothing happens before the subscription.
     *
     * @param context the call: its id, caller, deadline and trail
     * @param params the request, with at most {@link #batchSize} inputs
     * @return {@link Event.Start}, {@link Event.Vectors} and {@link Event.Done}, or what ends in {@link Event.Error}
     */
    Multi<Event> embed(CallContext context, GenerationParams params);
}

package dev.caramba.balance;

import dev.caramba.generation.GenerationParams;

/** Finds who may answer a request. */
@FunctionalInterface
public interface CandidateResolver {

    /**
     * The candidates for the request's model and fallbacks; at least one peer.
     *
     * @throws dev.caramba.generation.ProviderException when the model is not known, or nothing is configured
     */
    Candidates resolve(GenerationParams params);
}

package dev.caramba.balance;

import dev.caramba.generation.Grant;
import dev.caramba.prompt.GenerationParams;

/** Finds the candidates for a request. */
@FunctionalInterface
public interface CandidateResolver {

    /**
     * Returns the candidates for the request's model and fallbacks, with at least one peer. It includes only candidates
     * that the grant allows.
     *
     * @throws dev.caramba.generation.ProviderException when the model is not known to this caller, or nothing is
     *     configured
     */
    Candidates resolve(GenerationParams params, Grant grant);
}

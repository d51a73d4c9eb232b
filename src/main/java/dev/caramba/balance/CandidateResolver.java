package dev.caramba.balance;

import dev.caramba.generation.Grant;
import dev.caramba.prompt.GenerationParams;

/** Finds who may answer a request. */
@FunctionalInterface
public interface CandidateResolver {

    /**
     * The candidates for the request's model and fallbacks, none but those that its caller may ask; at least one peer.
     *
     * @throws dev.caramba.generation.ProviderException when the model is not known to this caller, or nothing is
     *     configured
     */
    Candidates resolve(GenerationParams params, Grant grant);
}

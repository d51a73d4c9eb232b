package dev.caramba.generation;

import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.WireFormat;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.Set;

/**
 * Something that can answer a call: one configured model endpoint, a balancer over many, or a stage around another
 * provider.
 *
 * <p>The stream never fails as a Mutiny stream: it ends in exactly one terminal event, {@link Event.Done} or
 * {@link Event.Error}, and nothing follows it. Cancelling the subscription ends the work at once.
 */
public interface Provider {

    /** Returns the name under which this provider is configured and shown: lower case letters and digits. */
    String name();

    /**
     * Returns whether the model continues a last message of the assistant instead of beginning a new one. The balancer
     * asks this before it continues a broken answer in that way.
     *
     * @param params the request, with the provider's model name
     */
    default boolean continuesText(GenerationParams params) {
        return false;
    }

    /**
     * Returns why this provider cannot be sent the request at all: its wire format has no place for a part of the
     * content, or for a parameter that the caller insists on. Such a provider is passed over.
     *
     * @param params the request, with the provider's model name
     */
    default Optional<Failure> cannotExpress(GenerationParams params) {
        return Optional.empty();
    }

    /**
     * Returns the names of the providers that have this one's account, its own included. They can read each other's
     * sealed thoughts.
     */
    default Set<String> account() {
        return Set.of(name());
    }

    /** Returns whether the provider is sent a request of this wire format as its caller wrote it. */
    default boolean passesOn(WireFormat format) {
        return false;
    }

    /** Returns the part of this provider that makes vectors; empty when it makes none. */
    default Optional<Embedder> embedder() {
        return Optional.empty();
    }

    /**
     * Has the provider count the tokens of a request; empty when it does not count. The count is no attempt: it fails
     * with a {@link ProviderException}, and nothing happens before the subscription.
     *
     * @param params the request, with the provider's model name
     */
    default Optional<Uni<Long>> countTokens(CallContext context, GenerationParams params) {
        return Optional.empty();
    }

    /**
     * Generates an answer. Nothing happens before the subscription.
     *
     * @param context the call: its id, caller, deadline and trail
     * @param params the request
     * @return the events of the answer, numbered from 0
     */
    Multi<Event> generate(CallContext context, GenerationParams params);
}

package dev.caramba.balance;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leaves out of the requests of one call what the asked provider cannot read: thoughts that another one has sealed. A
 * thought of an unknown maker is sent, until a provider of the call has refused one.
 */
final class OwnThoughts {

    private final Set<String> refusing = ConcurrentHashMap.newKeySet();

    /** Returns the request with the thoughts that this provider may be sent. */
    GenerationParams readable(GenerationParams params, Provider provider) {
        boolean known =
                params.original().filter(request -> !request.makers().isEmpty()).isPresent();
        return known || !refusing.isEmpty() ? params.withoutThoughts(maker -> isForeign(maker, provider)) : params;
    }

    private boolean isForeign(Optional<String> maker, Provider provider) {
        return provider.account().stream().anyMatch(refusing::contains)
                || maker.map(name -> !provider.account().contains(name)).orElse(!refusing.isEmpty());
    }

    /**
     * Takes note of a failed attempt. Returns whether the same provider is to be asked once more: it could not read the
     * thoughts of its request, and can now be asked without.
     */
    boolean areRefused(Failure failure, GenerationParams params, Provider provider) {
        if (failure.kind() != FailureKind.UNREADABLE) {
            return false;
        }
        var sent = readable(params, provider);
        refusing.add(provider.name());
        return !sent.equals(readable(params, provider));
    }
}

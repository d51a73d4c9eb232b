package dev.caramba.route;

import dev.caramba.balance.Candidate;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The models that one configured provider offers.
 *
 * @param models the models that it is known to serve, without duplicates; its default model comes first
 * @param aliases further names of models, by alias
 * @param embeddingModel the model that makes vectors for a request that names only the provider
 * @param weight see {@link Candidate}
 * @param priority see {@link Candidate}
 * @param maxInFlight see {@link Candidate}
 * @param contextWindow the context window of its models in tokens; empty when not known
 * @param firstTokenTimeout see {@link Candidate}
 */
public record Offer(
        Provider provider,
        List<String> models,
        Map<String, String> aliases,
        Optional<String> embeddingModel,
        int weight,
        int priority,
        int maxInFlight,
        OptionalLong contextWindow,
        Duration firstTokenTimeout) {

    public Offer {
        models = models.stream().distinct().toList();
        aliases = Map.copyOf(aliases);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a provider without a model: " + provider.name());
        }
    }

    /** Creates an offer without a model for vectors of its own. */
    public Offer(
            Provider provider,
            List<String> models,
            Map<String, String> aliases,
            int weight,
            int priority,
            int maxInFlight,
            OptionalLong contextWindow,
            Duration firstTokenTimeout) {
        this(
                provider,
                models,
                aliases,
                Optional.empty(),
                weight,
                priority,
                maxInFlight,
                contextWindow,
                firstTokenTimeout);
    }

    /** Returns the provider's name. */
    public String name() {
        return provider.name();
    }

    /** Returns the model that is asked when a request names only the provider. */
    String defaultModel() {
        return models.get(0);
    }

    /** Returns the bare names under which its models can be asked for. */
    Stream<String> bareNames() {
        return Stream.concat(models.stream(), aliases.keySet().stream().sorted())
                .distinct();
    }

    /** Returns the bare names under which its models can be asked for vectors. */
    Stream<String> bareNamesForVectors() {
        return Stream.concat(bareNames(), embeddingModel.stream()).distinct();
    }

    /**
     * Returns the candidate for a model name: a listed model as it is, else the model of an alias, else the name
     * unchanged.
     */
    Candidate candidate(String name) {
        var target = new Target(name(), models.contains(name) ? name : aliased(name));
        return new Candidate(target, provider, weight, priority, maxInFlight, contextWindow, firstTokenTimeout);
    }

    /**
     * Looks the name up, also with the provider's name before it. A vendor's own model names often begin with its name,
     * so that {@code nvidia/x} may be the model's full name.
     */
    private String aliased(String name) {
        var prefixed = name() + "/" + name;
        if (aliases.containsKey(name)) {
            return aliases.get(name);
        }
        return aliases.getOrDefault(prefixed, models.contains(prefixed) ? prefixed : name);
    }
}

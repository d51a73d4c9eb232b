package dev.caramba.route;

import dev.caramba.balance.Candidate;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What one configured provider has to offer.
 *
 * @param models that it is known to serve: its default model first, without duplicates
 * @param aliases further names of models, by alias
 * @param weight see {@link Candidate}
 * @param priority see {@link Candidate}
 * @param maxInFlight see {@link Candidate}
 * @param contextWindow of its models, where known
 * @param firstTokenTimeout see {@link Candidate}
 */
public record Offer(
        Provider provider,
        List<String> models,
        Map<String, String> aliases,
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

    /** The provider's name. */
    public String name() {
        return provider.name();
    }

    /** The model that is asked when only the provider is named. */
    String defaultModel() {
        return models.get(0);
    }

    /** The bare names under which its models can be asked for. */
    Stream<String> bareNames() {
        return Stream.concat(models.stream(), aliases.keySet().stream()).distinct();
    }

    /** A listed model is meant as it is; else an alias counts; else the name is passed on. */
    Candidate candidate(String name) {
        var target = new Target(name(), models.contains(name) ? name : aliased(name));
        return new Candidate(target, provider, weight, priority, maxInFlight, contextWindow, firstTokenTimeout);
    }

    /** A vendor's own model names often begin with its name, so that {@code nvidia/x} means the model of this name. */
    private String aliased(String name) {
        var prefixed = name() + "/" + name;
        if (aliases.containsKey(name)) {
            return aliases.get(name);
        }
        return aliases.getOrDefault(prefixed, models.contains(prefixed) ? prefixed : name);
    }
}

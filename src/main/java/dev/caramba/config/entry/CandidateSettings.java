package dev.caramba.config.entry;

import dev.caramba.config.CarambaConfig.ProviderKeys;
import dev.caramba.config.ConfigException;
import dev.caramba.config.ConfigSection;
import dev.caramba.generation.Provider;
import dev.caramba.route.Offer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The terms on which a provider takes part, without the provider itself; see {@link Offer}. */
record CandidateSettings(
        List<String> models,
        Map<String, String> aliases,
        Optional<String> embeddingModel,
        int weight,
        int priority,
        int maxInFlight,
        OptionalLong contextWindow,
        Duration firstTokenTimeout) {

    private static final int DEFAULT_PRIORITY = 100;
    private static final Duration FIRST_TOKEN_TIMEOUT = Duration.ofSeconds(10);

    /**
     * @param defaultModel the model for an entry that names none
     * @param defaultEmbeddingModel the model for vectors of an entry that names none
     */
    static CandidateSettings read(
            ConfigSection section,
            ProviderKeys keys,
            Optional<String> defaultModel,
            Optional<String> defaultEmbeddingModel,
            Map<String, String> aliases) {
        var listed = section.list(keys.models());
        var ownEmbeddingModel = section.text(keys.embeddingModel());
        var model = section.text(keys.model())
                .or(() -> defaultModel)
                .or(() -> listed.stream().findFirst())
                .orElseThrow(() -> ConfigException.missing(section.key("model"), "the model that is asked by default"));
        return new CandidateSettings(
                Stream.of(Stream.of(model), listed.stream(), ownEmbeddingModel.stream())
                        .flatMap(models -> models)
                        .distinct()
                        .toList(),
                aliases,
                ownEmbeddingModel.or(() -> defaultEmbeddingModel),
                section.whole("weight", keys.weight(), 1, 1),
                section.whole("priority", keys.priority(), 0, DEFAULT_PRIORITY),
                section.whole("max-in-flight", keys.maxInFlight(), 1, Integer.MAX_VALUE),
                section.longWhole("context-window", keys.contextWindow(), 1, Long.MAX_VALUE)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                section.duration("first-token-timeout", keys.firstTokenTimeout(), FIRST_TOKEN_TIMEOUT));
    }

    Offer offer(Provider provider) {
        return new Offer(
                provider,
                models,
                aliases,
                embeddingModel,
                weight,
                priority,
                maxInFlight,
                contextWindow,
                firstTokenTimeout);
    }
}

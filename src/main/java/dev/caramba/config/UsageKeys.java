package dev.caramba.config;

import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Whether usage and cost are counted, and at which prices. */
public interface UsageKeys {

    @WithDefault("false")
    Optional<String> enabled();

    @WithDefault("90d")
    Optional<String> retention();

    @WithDefault("0.8")
    Optional<String> budgetWarning();

    @WithDefault("false")
    Optional<String> allowUnpriced();

    Optional<String> pricesFile();

    Optional<String> prices();
}

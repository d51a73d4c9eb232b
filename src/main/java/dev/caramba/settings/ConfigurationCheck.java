package dev.caramba.settings;

import dev.caramba.balance.Strategies;
import dev.caramba.config.CarambaConfig;
import dev.caramba.config.ConfigException;
import dev.caramba.config.UnknownKeys;
import dev.caramba.config.entry.CustomProvider;
import dev.caramba.config.entry.ProviderEntries;
import dev.caramba.config.entry.RouteEntries;
import dev.caramba.demo.DemoProviders;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.route.Offers;
import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/** Stops the start when the configuration is wrong, and reports all mistakes instead of the first one. */
@Singleton
public final class ConfigurationCheck {

    private final SmallRyeConfig config;
    private final Dialects dialects;
    private final Strategies strategies;
    private final List<InstanceHandle<Provider>> beans;
    private final Vertx vertx;

    ConfigurationCheck(
            Config config,
            Dialects dialects,
            Strategies strategies,
            @All List<InstanceHandle<Provider>> beans,
            Vertx vertx) {
        this.config = config.unwrap(SmallRyeConfig.class);
        this.dialects = dialects;
        this.strategies = strategies;
        this.beans = beans;
        this.vertx = vertx;
    }

    /** Throws all mistakes when a configured name is unknown. */
    public void names() {
        if (!unknown().isEmpty()) {
            throw ConfigProblems.all(config, unknown(), this::readAll);
        }
    }

    /** Returns what {@code reading} reads. When that fails, one exception reports all mistakes of the configuration. */
    public <T> T told(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (ConfigException first) {
            var known = new ArrayList<>(unknown());
            known.add(first);
            throw ConfigProblems.all(config, known, this::readAll);
        }
    }

    private List<ConfigException> unknown() {
        return UnknownKeys.among(config.getPropertyNames(), name -> config.getOptionalValue(name, String.class));
    }

    /** Reads the whole configuration without creating anything from it. */
    private void readAll(SmallRyeConfig corrected) {
        read(corrected, dialects, strategies, readyMade());
    }

    static void read(
            SmallRyeConfig config, Dialects dialects, Strategies strategies, Map<String, CustomProvider> readyMade) {
        var keys = config.getConfigMapping(CarambaConfig.class);
        var settings = Settings.read(keys, name -> config.getOptionalValue(name, String.class));
        var strategy = settings.strategy(strategies);
        var entries = new ProviderEntries(keys, name -> config.getOptionalValue(name, String.class), readyMade);
        var offers = new Offers(entries.offers(entry -> {
            entry.dialect(dialects);
            return new Unasked(entry.name());
        }));
        new RouteEntries(offers, entries, strategies, strategy).read(keys.routes());
        AccessValues.check(keys, entries, settings.usage().prices().keySet());
    }

    private Map<String, CustomProvider> readyMade() {
        var all = CustomProvider.beans(beans);
        DemoProviders.create(vertx, (name, url) -> new Unasked(name))
                .forEach(
                        (target, provider) -> all.put(target.provider(), new CustomProvider(provider, target.model())));
        return all;
    }

    /** Stands in for a provider during the check, which needs only its name. */
    private record Unasked(String name) implements Provider {

        @Override
        public Multi<Event> generate(CallContext context, GenerationParams params) {
            return Multi.createFrom().nothing();
        }
    }
}

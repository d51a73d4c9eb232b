package dev.caramba.settings;

import dev.caramba.app.NamedProvider;
import dev.caramba.balance.Strategies;
import dev.caramba.config.CarambaConfig;
import dev.caramba.config.entry.CustomProvider;
import dev.caramba.config.entry.ProviderEntries;
import dev.caramba.config.entry.ProviderEntry;
import dev.caramba.config.entry.RouteEntries;
import dev.caramba.generation.Provider;
import dev.caramba.route.Catalog;
import dev.caramba.route.Offer;
import dev.caramba.route.Offers;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration as the product sees it, made of keys and variables. */
public record TestConfig(SmallRyeConfig config) {

    /** Entries of the form {@code key=value}: lower case ones are keys of a file, the others variables. */
    public static TestConfig with(String... entries) {
        var keys = new HashMap<String, String>();
        var variables = new HashMap<String, String>();
        for (var entry : entries) {
            var name = entry.substring(0, entry.indexOf('='));
            var value = entry.substring(name.length() + 1);
            (name.startsWith("caramba.") ? keys : variables).put(name, value);
        }
        return new TestConfig(new SmallRyeConfigBuilder()
                .withMapping(CarambaConfig.class)
                .withMappingIgnore("caramba.**")
                .withSources(new EnvConfigSource(variables, 300), new PropertiesConfigSource(keys, "test", 250))
                .build());
    }

    CarambaConfig keys() {
        return config.getConfigMapping(CarambaConfig.class);
    }

    public Settings settings() {
        return Settings.read(keys(), this::variable);
    }

    public ProviderEntries entries(Provider... beans) {
        var byName = new HashMap<String, CustomProvider>();
        List.of(beans).forEach(bean -> byName.put(bean.name(), new CustomProvider(bean, "default")));
        return new ProviderEntries(keys(), this::variable, byName);
    }

    /** The enabled entries by name. */
    public Map<String, ProviderEntry> enabled() {
        var enabled = new HashMap<String, ProviderEntry>();
        entries().offers(entry -> {
            enabled.put(entry.name(), entry);
            return new NamedProvider(entry.name());
        });
        return enabled;
    }

    public List<Offer> offers(Provider... beans) {
        return entries(beans).offers(entry -> new NamedProvider(entry.name()));
    }

    public Catalog catalog() {
        var strategies = new Strategies(List.of());
        var offers = new Offers(offers());
        return new Catalog(
                offers,
                new RouteEntries(offers, entries(), strategies, settings().strategy(strategies)).read(keys().routes()));
    }

    private Optional<String> variable(String name) {
        return config.getOptionalValue(name, String.class);
    }
}

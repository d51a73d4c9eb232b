package dev.caramba.config.entry;

import dev.caramba.balance.Candidate;
import dev.caramba.balance.SelectionStrategy;
import dev.caramba.balance.Strategies;
import dev.caramba.config.CarambaConfig.RouteKeys;
import dev.caramba.config.ConfigException;
import dev.caramba.config.ConfigSection;
import dev.caramba.config.EntryNames;
import dev.caramba.route.ExcludedProvider;
import dev.caramba.route.ModelResolver;
import dev.caramba.route.Offers;
import dev.caramba.route.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads and checks the routes. */
public final class RouteEntries {

    private static final String PREFIX = "caramba.routes";

    private final Offers offers;
    private final ProviderEntries entries;
    private final List<String> providers;
    private final Strategies strategies;
    private final SelectionStrategy defaultStrategy;

    /**
     * @param entries all entries; a target whose provider is not enabled is left out
     * @param defaultStrategy the strategy of a route that names none
     */
    public RouteEntries(
            Offers offers, ProviderEntries entries, Strategies strategies, SelectionStrategy defaultStrategy) {
        this.offers = offers;
        this.entries = entries;
        this.providers = entries.all();
        this.strategies = strategies;
        this.defaultStrategy = defaultStrategy;
    }

    public List<Route> read(Map<String, RouteKeys> routes) {
        return EntryNames.checked(PREFIX, routes).entrySet().stream()
                .map(entry -> route(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Returns the models that a route names. */
    public static List<String> models(RouteKeys keys) {
        var section = new ConfigSection(PREFIX);
        return Stream.of(keys.targets(), keys.fallbacks())
                .flatMap(list -> section.list(list).stream())
                .filter(target -> target.contains("/"))
                .map(target -> target.substring(target.indexOf('/') + 1))
                .toList();
    }

    private Route route(String name, RouteKeys keys) {
        if (name.equals(ModelResolver.AUTO) || providers.contains(name)) {
            throw ConfigException.wrong(PREFIX, name, "a name that no provider has, and not auto");
        }
        var section = new ConfigSection(PREFIX + "." + name);
        if (section.list(keys.targets()).isEmpty()) {
            throw ConfigException.missing(section.key("targets"), "comma-separated provider or provider/model");
        }
        return new Route(
                name,
                section.text(keys.strategy())
                        .map(strategy -> strategy(strategies, section, strategy))
                        .orElse(defaultStrategy),
                candidates(section, "targets", keys.targets()),
                candidates(section, "fallbacks", keys.fallbacks()),
                section.duration("hedge-after", keys.hedgeAfter()),
                leftOut(section.list(keys.targets()), section.list(keys.fallbacks())));
    }

    private List<ExcludedProvider> leftOut(List<String> targets, List<String> fallbacks) {
        var named = targets.stream().map(RouteEntries::provider).collect(Collectors.toSet());
        return Stream.concat(targets.stream(), fallbacks.stream())
                .map(RouteEntries::provider)
                .distinct()
                .flatMap(provider -> entries
                        .whyNot(provider)
                        .map(reason -> new ExcludedProvider(provider, !named.contains(provider), reason))
                        .stream())
                .toList();
    }

    private static String provider(String target) {
        int slash = target.indexOf('/');
        return slash < 0 ? target : target.substring(0, slash);
    }

    /** Returns the strategy of that name, or throws a {@link ConfigException} when there is none. */
    public static SelectionStrategy strategy(Strategies strategies, ConfigSection section, String name) {
        return strategies
                .named(name)
                .orElseThrow(() -> section.wrong("strategy", name, "one of " + String.join(", ", strategies.names())));
    }

    private List<Candidate> candidates(ConfigSection section, String name, Optional<String> text) {
        return section.list(text).stream()
                .peek(target -> check(section, name, target))
                .flatMap(target -> offers.candidate(target).stream())
                .toList();
    }

    private void check(ConfigSection section, String name, String target) {
        if (!providers.contains(provider(target)) || target.endsWith("/")) {
            throw section.wrong(name, target, "provider or provider/model, of " + String.join(", ", providers));
        }
    }
}

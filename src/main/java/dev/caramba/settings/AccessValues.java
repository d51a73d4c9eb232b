package dev.caramba.settings;

import dev.caramba.call.AccessSettings;
import dev.caramba.call.AccessSettings.Granted;
import dev.caramba.call.AccessSettings.Metrics;
import dev.caramba.call.TokenSettings;
import dev.caramba.config.AccessKeyFiles;
import dev.caramba.config.CarambaConfig;
import dev.caramba.config.CarambaConfig.AccessKeys;
import dev.caramba.config.CarambaConfig.GrantKeys;
import dev.caramba.config.ConfigException;
import dev.caramba.config.ConfigSection;
import dev.caramba.config.entry.ProviderEntries;
import dev.caramba.config.entry.RouteEntries;
import dev.caramba.generation.Budget;
import dev.caramba.generation.Grant;
import dev.caramba.prompt.Target;
import dev.caramba.usage.PriceTable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checked values of {@code caramba.access}.
 *
 * @param open whether calls without a key are accepted
 * @param keys the SHA-256 of each caller's key in lower case hex, by the caller's name
 * @param grants the grants by name; callers without a grant of their own are not in it
 * @param metrics who may read the metrics
 * @param sharing how the instances of the fleet share keys
 * @param tokens which bearer tokens are accepted besides keys; empty for none
 */
public record AccessValues(
        boolean open,
        Map<String, String> keys,
        Map<String, Granted> grants,
        Metrics metrics,
        Sharing sharing,
        Optional<TokenSettings> tokens) {

    private static final Duration TTL = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofMinutes(5);

    /**
     * How the instances of the fleet share keys.
     *
     * @param on whether they share keys
     * @param ttl how long an instance uses what it has read about a key
     * @param grace how long it uses that while the shared store is unreachable
     */
    public record Sharing(boolean on, Duration ttl, Duration grace) {

        static final Sharing OFF = new Sharing(false, TTL, GRACE);

        private static final String PERSISTENT =
                "caramba.store.persistent=true, too: the operator's word that Redis keeps"
                        + " its data over a restart, since a key that was revoked is valid again when Redis forgets it";

        /**
         * Throws a {@link ConfigException} when keys cannot be shared. That needs a persistent shared store: when the
         * store loses its data, a revoked key is valid again.
         *
         * @param store whether there is a shared store
         * @param persistent the operator's statement that the store is persistent
         */
        public void check(boolean store, Optional<String> persistent) {
            var confirmed = new ConfigSection("caramba.store").flag("persistent", persistent);
            if (on && !store) {
                throw ConfigException.wrong("caramba.access.shared-keys", "true", "REDIS_URL to be set, too");
            }
            if (on && !confirmed.orElse(false)) {
                throw ConfigException.wrong("caramba.access.shared-keys", "true", PERSISTENT);
            }
        }
    }

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern CALLER = Pattern.compile("[a-z0-9_-]{1,64}");
    private static final String GRANTS = "caramba.access.grants";

    /** The names of callers without a key. */
    private static final Set<String> KEYLESS = Set.of("anonymous", "lambda");

    static AccessValues read(AccessKeys access) {
        var section = new ConfigSection("caramba.access");
        var keys = new TreeMap<String, String>();
        AccessKeyFiles.read(section, access.keys())
                .forEach((name, text) -> section.text(text)
                        .ifPresent(value -> keys.put(caller(section, "keys", name), hash(section, name, value))));
        var grants = new TreeMap<String, Granted>();
        access.grants()
                .forEach((name, grant) ->
                        grants.put(caller(section, "grants", name), new GrantValues(grantSection(name), grant).read()));
        var sharing = new Sharing(
                section.flag("shared-keys", access.sharedKeys()).orElse(false),
                section.duration("key-ttl", access.keyTtl(), TTL),
                section.duration("key-grace", access.keyGrace(), GRACE));
        var tokens = new TokenValues(access.oidc()).read(grants.keySet());
        grants.keySet().stream()
                .filter(name -> tokens.isEmpty() && !keys.containsKey(name) && !KEYLESS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw section.wrong("grants", name, "the name of an access key, anonymous or lambda");
                });
        var metrics = section.oneOf(List.of("open", "key", "admin"), "metrics", access.metrics(), "open");
        return new AccessValues(
                section.flag("open", access.open()).orElse(false),
                Map.copyOf(keys),
                Map.copyOf(grants),
                Metrics.valueOf(metrics.toUpperCase(Locale.ROOT)),
                sharing,
                tokens);
    }

    /** Returns whether any grant has a budget. */
    public boolean anyBudget() {
        return grants.values().stream()
                .anyMatch(granted -> !granted.grant().budget().equals(Budget.UNLIMITED));
    }

    /** Returns the grants. A caller is an admin only when the caller's grant says so. */
    public AccessSettings settings() {
        return new AccessSettings(grants, new Granted(Grant.CALL, Optional.empty()), metrics);
    }

    /**
     * Throws a {@link ConfigException} when a grant names a route, provider or model that does not exist.
     *
     * @param priced targets for which the operator has configured a price
     */
    public static void check(CarambaConfig config, ProviderEntries entries, Set<Target> priced) {
        if (config.access().grants().isEmpty()) {
            return;
        }
        var models = new TreeSet<>(entries.models());
        config.routes().values().forEach(route -> models.addAll(RouteEntries.models(route)));
        Stream.of(priced, PriceTable.builtIn().keySet())
                .forEach(targets -> targets.forEach(target -> models.add(target.model())));
        var routes = config.routes().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
        check(config.access().grants(), routes, entries.all(), models);
    }

    static void check(
            Map<String, GrantKeys> grants, List<String> routes, List<String> providers, Collection<String> models) {
        grants.forEach((name, keys) -> {
            var values = new GrantValues(grantSection(name), keys);
            var grant = values.read().grant();
            values.check("routes", grant.routes(), routes, "of " + routes);
            values.check("providers", grant.providers(), providers, "of " + providers);
            values.check("models", grant.models(), models, "a model of an entry, a route or a price");
        });
    }

    private static ConfigSection grantSection(String name) {
        return new ConfigSection(GRANTS + "." + name);
    }

    /**
     * Returns the caller's name. The configuration maps {@code TEAM_A} in a variable to {@code team.a}; both mean the
     * caller {@code team_a}.
     */
    private static String caller(ConfigSection section, String key, String name) {
        var caller = name.toLowerCase(Locale.ROOT).replace('.', '_');
        if (!CALLER.matcher(caller).matches()) {
            throw section.wrong(key, name, "a name of letters, digits, - and _");
        }
        return caller;
    }

    private static String hash(ConfigSection section, String name, String value) {
        var hash = value.toLowerCase(Locale.ROOT);
        if (!SHA256.matcher(hash).matches()) {
            throw ConfigException.secret(section.key("keys." + name), "the SHA-256 of a key, 64 hexadecimal digits");
        }
        return hash;
    }
}

package dev.caramba.settings;

import dev.caramba.balance.SelectionStrategy;
import dev.caramba.balance.Strategies;
import dev.caramba.call.StreamSettings;
import dev.caramba.config.CarambaConfig;
import dev.caramba.config.ConfigSection;
import dev.caramba.config.entry.RouteEntries;
import dev.caramba.wire.WireSettings;
import dev.caramba.wire.proxy.ProxyRules;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The checked configuration except for providers and routes.
 *
 * @param proxies which requests to providers go through a proxy
 * @param authorities certificates of authorities that are trusted besides those of the system
 * @param maxInFlight how many calls this instance takes at a time
 * @param keyRefresh for how long a key from a file is used before the file is read again
 * @param lambdaMargin how long before the end of a Lambda invocation its answer is given at the latest
 */
public record Settings(
        BalancerValues balancer,
        StoreValues store,
        AccessValues access,
        WireSettings wire,
        StreamSettings streams,
        ProxyRules proxies,
        List<X509Certificate> authorities,
        int maxInFlight,
        BatchValues batch,
        CacheValues cache,
        ResponseValues responses,
        SinkValues sink,
        LogValues log,
        TracingValues tracing,
        boolean demo,
        Duration keyRefresh,
        Duration lambdaMargin,
        UsageValues usage) {

    private static final int MAX_IN_FLIGHT = 4096;

    private static final Duration KEY_REFRESH = Duration.ofSeconds(10);

    private static final Duration LAMBDA_MARGIN = Duration.ofMillis(500);

    /**
     * The functions that can be chosen. The function framework reads the key itself, but its error for a wrong name is
     * unclear.
     */
    private static final List<String> LAMBDA_FUNCTIONS = List.of("generate", "providers", "batch");

    /**
     * Reads and checks all values.
     *
     * @param variables looks up a variable, such as {@code REDIS_URL}
     */
    public static Settings read(CarambaConfig config, Function<String, Optional<String>> variables) {
        var balancer = BalancerValues.read(config.balancer());
        var store = StoreValues.read(config.store(), variables);
        var access = AccessValues.read(config.access());
        access.sharing().check(store.shared(), config.store().persistent());
        return new Settings(
                balancer,
                store,
                access,
                WireValues.read(config.http()),
                WireValues.streams(config.http()),
                ProxyValues.read(config.http(), variables),
                TlsValues.read(config.http()),
                new ConfigSection("caramba.limits")
                        .whole("max-in-flight", config.limits().maxInFlight(), 1, MAX_IN_FLIGHT),
                BatchValues.read(config.batch(), config.results()),
                CacheValues.read(
                        config.cache(), config.routes(), balancer.policy().leaseTtl()),
                ResponseValues.read(config.responses()),
                SinkValues.read(config.sink(), variables, store.shared()), // the stream is in the shared store
                LogValues.read(config.log()),
                TracingValues.read(config.tracing(), variables),
                new ConfigSection("caramba").flag("demo", config.demo()).orElse(false),
                new ConfigSection("caramba.secrets")
                        .duration("refresh", config.secrets().refresh(), KEY_REFRESH),
                lambdaMargin(config.lambda()),
                UsageValues.read(config.usage()));
    }

    private static Duration lambdaMargin(CarambaConfig.LambdaKeys keys) {
        var section = new ConfigSection("caramba.lambda");
        section.oneOf(LAMBDA_FUNCTIONS, "function", keys.function(), "generate");
        return section.duration("margin", keys.margin(), LAMBDA_MARGIN);
    }

    /** Returns the strategy of all calls but those to routes with a strategy of their own. */
    public SelectionStrategy strategy(Strategies strategies) {
        return RouteEntries.strategy(strategies, new ConfigSection("caramba.balancer"), balancer.strategy());
    }
}

package dev.caramba.app;

import dev.caramba.balance.BalancedProvider;
import dev.caramba.balance.SelectionStrategy;
import dev.caramba.balance.Strategies;
import dev.caramba.balance.TokenCounting;
import dev.caramba.batch.Delivery;
import dev.caramba.call.AccessSettings;
import dev.caramba.call.BatchSettings;
import dev.caramba.call.CallLimit;
import dev.caramba.call.Calls;
import dev.caramba.call.EdgeSettings;
import dev.caramba.call.LimitedProvider;
import dev.caramba.call.ModelDirectory;
import dev.caramba.call.OpenCalls;
import dev.caramba.call.StreamSettings;
import dev.caramba.call.TokenCounter;
import dev.caramba.config.CarambaConfig;
import dev.caramba.config.entry.CustomProvider;
import dev.caramba.config.entry.ProviderEntries;
import dev.caramba.config.entry.RouteEntries;
import dev.caramba.demo.DemoProviders;
import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.Provider;
import dev.caramba.health.HealthStore;
import dev.caramba.observe.CallObserver;
import dev.caramba.observe.CallTracer;
import dev.caramba.observe.ObservedProvider;
import dev.caramba.observe.RequestLog;
import dev.caramba.prompt.Target;
import dev.caramba.provider.HttpProvider;
import dev.caramba.provider.HttpTimeouts;
import dev.caramba.route.Catalog;
import dev.caramba.route.ModelResolver;
import dev.caramba.route.Offers;
import dev.caramba.settings.AccessValues;
import dev.caramba.settings.ConfigurationCheck;
import dev.caramba.settings.Settings;
import dev.caramba.usage.Prices;
import dev.caramba.usage.UsageReports;
import dev.caramba.wire.ConnectionSettings;
import dev.caramba.wire.HostLookup;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.WireObserver;
import io.quarkus.arc.All;
import io.quarkus.arc.InstanceHandle;
import io.quarkus.runtime.LaunchMode;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Composes the parts that all artifacts of the product have, in reading order. Each artifact adds its store and its
 * observers. Nothing here opens a connection.
 */
@Singleton
final class Composition {

    private static final String DEMO_DIALECT = "openai-compatible";

    /** Types of providers without a price, since they run on the operator's own machines. */
    private static final Set<String> FREE = Set.of("ollama", "lmstudio");

    private static final DoubleSupplier RANDOM =
            () -> ThreadLocalRandom.current().nextDouble();

    @Produces
    @Singleton
    Settings settings(CarambaConfig config, Config variables, ConfigurationCheck check) {
        check.names();
        return check.told(() -> Settings.read(config, name -> variables.getOptionalValue(name, String.class)));
    }

    @Produces
    @Singleton
    HttpWire wire(Vertx vertx, Settings settings, @All List<WireObserver> watching) {
        var connections =
                new ConnectionSettings(settings.proxies(), settings.authorities(), HostLookup.ofSystem(vertx));
        return new HttpWire(
                vertx,
                settings.wire(),
                connections,
                owner -> watching.forEach(observer -> observer.staleConnection(owner)));
    }

    void close(@Disposes HttpWire wire) {
        wire.close();
    }

    @Produces
    @Singleton
    Dialects dialects(@All List<Dialect> custom) {
        return new Dialects(custom);
    }

    @Produces
    @Singleton
    Strategies strategies(@All List<SelectionStrategy> custom) {
        return new Strategies(custom);
    }

    @Produces
    @Singleton
    ProviderEntries entries(
            CarambaConfig config,
            Config variables,
            Settings settings,
            @All List<InstanceHandle<Provider>> beans,
            LaunchMode mode,
            Vertx vertx,
            Dialects dialects,
            HttpWire wire,
            ConfigurationCheck check) {
        Function<String, Optional<String>> lookup = name -> variables.getOptionalValue(name, String.class);
        var readyMade = CustomProvider.beans(beans);
        var entries = check.told(() -> new ProviderEntries(config, lookup, readyMade));
        if (!settings.demo() && (mode != LaunchMode.DEVELOPMENT || entries.anyEnabled())) {
            return entries;
        }
        DemoProviders.create(vertx, (name, url) -> demo(name, url, dialects, wire))
                .forEach((target, provider) ->
                        readyMade.put(target.provider(), new CustomProvider(provider, target.model())));
        return new ProviderEntries(config, lookup, readyMade);
    }

    @Produces
    @Singleton
    Offers offers(
            ProviderEntries entries,
            Dialects dialects,
            HttpWire wire,
            Vertx vertx,
            Settings settings,
            ConfigurationCheck check) {
        var overHttp = new HttpProviders(dialects, wire, vertx, settings.keyRefresh());
        return check.told(() -> new Offers(entries.offers(overHttp::provider)));
    }

    @Produces
    @Singleton
    Catalog catalog(
            CarambaConfig config,
            Settings settings,
            ProviderEntries entries,
            Offers offers,
            Strategies all,
            ConfigurationCheck check) {
        return check.told(() -> {
            var routes = new RouteEntries(offers, entries, all, settings.strategy(all));
            return new Catalog(offers, routes.read(config.routes()));
        });
    }

    @Produces
    @Singleton
    Prices prices(Settings settings, ProviderEntries entries, ConfigurationCheck check) {
        return new Prices(check.told(() -> settings.usage().allPrices()), entries::typeOf, FREE);
    }

    @Produces
    @Singleton
    ModelResolver resolver(Catalog catalog, Settings settings, Strategies strategies, Instance<Prices> prices) {
        return new ModelResolver(catalog, settings.strategy(strategies), priced(settings, prices));
    }

    @Produces
    @Singleton
    ModelDirectory directory(Catalog catalog, Settings settings, Instance<Prices> prices) {
        return new ModelDirectory(catalog.directory(), catalog.reach(), priced(settings, prices));
    }

    /** Returns the targets that callers with a budget may ask. */
    private static Predicate<Target> priced(Settings settings, Instance<Prices> prices) {
        var budgets =
                settings.access().anyBudget() || settings.access().sharing().on();
        if (!budgets || settings.usage().allowUnpriced()) {
            return target -> true;
        }
        var known = prices.get();
        return target -> known.of(target).isPresent();
    }

    @Produces
    @Singleton
    TokenCounter counter(ModelResolver resolver) {
        return new TokenCounting(resolver)::count;
    }

    @Produces
    @Singleton
    EdgeSettings edge(Settings settings) {
        return new EdgeSettings(
                settings.balancer().deadline(),
                settings.balancer().streamDeadline(),
                settings.access().open(),
                settings.access().keys());
    }

    @Produces
    @Singleton
    StreamSettings streams(Settings settings) {
        return settings.streams();
    }

    @Produces
    @Singleton
    AccessSettings access(CarambaConfig config, Settings settings, ProviderEntries entries, ConfigurationCheck check) {
        return check.told(() -> {
            AccessValues.check(config, entries, settings.usage().prices().keySet());
            return settings.access().settings();
        });
    }

    @Produces
    @Singleton
    CallLimit limit(Settings settings) {
        return new CallLimit(settings.maxInFlight());
    }

    @Produces
    @Singleton
    OpenCalls openCalls() {
        return new OpenCalls();
    }

    @Produces
    @Singleton
    BatchSettings batches(Settings settings) {
        var batch = settings.batch();
        return new BatchSettings(
                batch.share(),
                batch.concurrency(),
                batch.maxPrompts(),
                settings.balancer().policy().leaseTtl());
    }

    @Produces
    @Singleton
    Delivery delivery(Sinks sinks) {
        return new Delivery(sinks.chosen());
    }

    @Produces
    @Singleton
    UsageReports usage(Stores stores, Settings settings, HttpWire wire) {
        var access = settings.access();
        var counted = settings.usage().enabled()
                || access.anyBudget()
                || access.sharing().on();
        return new UsageReports(counted ? Optional.of(stores.usage(wire.timer())) : Optional.empty());
    }

    @Produces
    @Named(Calls.PROVIDER)
    @Singleton
    ObservedProvider provider(
            ModelResolver resolver,
            HealthStore store,
            Settings settings,
            CallLimit limit,
            OpenCalls open,
            HttpWire wire,
            CallTracer tracer,
            ProviderDecorators stages,
            @All List<CallObserver> watching) {
        var balanced = new BalancedProvider(
                Calls.PROVIDER,
                resolver,
                store,
                settings.balancer().settings(),
                InstantSource.system(),
                wire.timer(),
                RANDOM);
        var observers = Stream.concat(watching.stream(), settings.log().requests().map(RequestLog::new).stream());
        return new ObservedProvider(
                open.of(new LimitedProvider(stages.around(balanced), limit)),
                observers.toList(),
                tracer,
                settings.log().content());
    }

    private static Provider demo(String name, String url, Dialects dialects, HttpWire wire) {
        var endpoint = new Endpoint(url, Optional.empty(), Map.of());
        return new HttpProvider(name, dialects.named(DEMO_DIALECT).orElseThrow(), endpoint, HttpTimeouts.DEFAULT, wire);
    }
}

package dev.caramba.app;

import dev.caramba.access.FleetAccess;
import dev.caramba.access.RedisKeyStore;
import dev.caramba.access.Rejections;
import dev.caramba.access.SharedKeys;
import dev.caramba.access.TokenAccess;
import dev.caramba.access.TokenMechanism;
import dev.caramba.config.CarambaConfig;
import dev.caramba.config.ConfigException;
import dev.caramba.health.HealthStore;
import dev.caramba.observe.CallHistograms;
import dev.caramba.observe.CallMetrics;
import dev.caramba.observe.CallTracer;
import dev.caramba.observe.CostMetrics;
import dev.caramba.observe.MetricNames;
import dev.caramba.observe.ObservedHealthStore;
import dev.caramba.observe.ObservedResultStore;
import dev.caramba.observe.PassThroughTracer;
import dev.caramba.observe.ProcessMemory;
import dev.caramba.observe.TargetReadiness;
import dev.caramba.observe.TargetTags;
import dev.caramba.redis.BreakerGuard;
import dev.caramba.response.ResponseStore;
import dev.caramba.result.ResultStore;
import dev.caramba.route.Catalog;
import dev.caramba.route.ModelResolver;
import dev.caramba.settings.ConfigurationCheck;
import dev.caramba.settings.Settings;
import dev.caramba.trace.SpanExport;
import dev.caramba.trace.SpanTracer;
import dev.caramba.usage.UsageObserver;
import dev.caramba.wire.WireObserver;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.Readiness;

/** Composes the parts that only the HTTP artifact has, such as meters, traces and health checks. */
@Singleton
final class HttpComposition {

    @Produces
    @Singleton
    TargetTags tags(Catalog catalog) {
        return new TargetTags(new HashSet<>(catalog.targets())::contains);
    }

    @Produces
    @Singleton
    HealthStore store(Stores stores, MeterRegistry meters, TargetTags tags) {
        return new ObservedHealthStore(stores.chosen(), meters, tags);
    }

    @Produces
    @Singleton
    ResultStore results(Stores stores, MeterRegistry meters) {
        return new ObservedResultStore(stores.results(), meters);
    }

    @Produces
    @Singleton
    ResponseStore responses(Stores stores) {
        return stores.responses();
    }

    @Produces
    @Singleton
    CallMetrics metrics(MeterRegistry meters, TargetTags tags) {
        return new CallMetrics(meters, tags);
    }

    @Produces
    @Singleton
    MeterBinder version(@ConfigProperty(name = "quarkus.application.version") String version) {
        return meters -> Gauge.builder(MetricNames.BUILD, () -> 1)
                .tag("version", version)
                .register(meters);
    }

    @Produces
    @Singleton
    ProcessMemory memory() {
        return new ProcessMemory();
    }

    @Produces
    @Singleton
    WireObserver connections(MeterRegistry meters) {
        return owner ->
                meters.counter(MetricNames.STALE_CONNECTIONS, "provider", owner).increment();
    }

    @Produces
    @Singleton
    CallHistograms histograms(MeterRegistry meters, Catalog catalog) {
        return new CallHistograms(meters, catalog::isRoute);
    }

    @Produces
    @Singleton
    UsageObserver cost(MeterRegistry meters, TargetTags tags) {
        return new CostMetrics(meters, tags);
    }

    @Produces
    @Singleton
    CallTracer tracer(Settings settings, CarambaConfig config, Catalog catalog) {
        var tracing = settings.tracing();
        var routes = Set.copyOf(config.routes().keySet());
        var known = new HashSet<>(catalog.names());
        known.add(ModelResolver.AUTO);
        catalog.targets().forEach(target -> known.addAll(List.of(target.model(), target.toString())));
        return tracing.endpoint()
                .<CallTracer>map(endpoint -> new SpanTracer(
                        new SpanExport(endpoint, tracing.headers(), tracing.resource(), tracing.sample()).open(),
                        routes::contains,
                        known::contains,
                        tracing.takes()))
                .orElseGet(() -> new PassThroughTracer(tracing.takes()));
    }

    void close(@Disposes CallTracer tracer) {
        tracer.close();
    }

    @Produces
    @Singleton
    Rejections rejections(MeterRegistry meters) {
        return new Rejections(
                rejection -> meters.counter(MetricNames.UNAUTHORIZED, "reason", rejection.wireName())
                        .increment(),
                System::nanoTime);
    }

    @Produces
    @Singleton
    FleetAccess fleetAccess(Settings settings, Stores stores) {
        var sharing = settings.access().sharing();
        if (!sharing.on()) {
            return new FleetAccess(Optional.empty());
        }
        var link = stores.link().orElseThrow();
        var keys = new RedisKeyStore(
                link,
                settings.store().keyPrefix(),
                new BreakerGuard(settings.store().strictTimeout()));
        return new FleetAccess(Optional.of(new SharedKeys(keys, sharing.ttl(), sharing.grace(), System::nanoTime)));
    }

    @Produces
    @Singleton
    TokenAccess tokenAccess(Settings settings, Instance<TokenMechanism> tokens, ConfigurationCheck check) {
        var taken = settings.access().tokens();
        return check.told(() -> {
            taken.filter(issued -> tokens.isUnsatisfied()).ifPresent(issued -> {
                throw ConfigException.wrong("caramba.access.oidc.issuer", issued.issuer(), "a build with -Doidc");
            });
            return new TokenAccess(taken);
        });
    }

    @Produces
    @Readiness
    @Singleton
    TargetReadiness readiness(HealthStore store, Catalog catalog) {
        return new TargetReadiness(store, catalog.targets(), catalog.notices());
    }
}

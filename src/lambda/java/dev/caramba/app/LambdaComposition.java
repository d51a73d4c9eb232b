package dev.caramba.app;

import dev.caramba.config.ConfigException;
import dev.caramba.health.HealthStore;
import dev.caramba.lambda.DeployedFunction;
import dev.caramba.lambda.LambdaSettings;
import dev.caramba.observe.CallTracer;
import dev.caramba.observe.PassThroughTracer;
import dev.caramba.result.ResultStore;
import dev.caramba.settings.ConfigurationCheck;
import dev.caramba.settings.Settings;
import dev.caramba.sink.SqsSink;
import dev.caramba.wire.HttpWire;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Produces the beans that only the Lambda artifact has. */
@Singleton
final class LambdaComposition {

    private static final String EXPORT = "quarkus.funqy.export";

    @Produces
    @Singleton
    HealthStore store(Stores stores) {
        return stores.chosen();
    }

    /**
     * Produces a tracer without spans. Spans would have to be sent before Lambda freezes the instance, while the caller
     * waits.
     */
    @Produces
    @Singleton
    CallTracer tracer(Settings settings) {
        return new PassThroughTracer(settings.tracing().takes());
    }

    @Produces
    @Singleton
    QueueSinks queues(HttpWire wire) {
        return (queue, timeout) -> new SqsSink(queue, timeout, wire);
    }

    @Produces
    @Singleton
    ResultStore results(Stores stores) {
        return stores.results();
    }

    @Produces
    @Singleton
    LambdaSettings lambda(Settings settings) {
        return new LambdaSettings(settings.lambdaMargin());
    }

    /**
     * Produces the function that is deployed.
     *
     * @param settings read before, because they tell a wrong {@code caramba.lambda.function} by that name
     */
    @Produces
    @Singleton
    DeployedFunction function(
            LambdaSettings settings, ConfigurationCheck check, @ConfigProperty(name = EXPORT) String name) {
        return check.told(() -> DeployedFunction.named(name)
                .orElseThrow(() ->
                        ConfigException.wrong(EXPORT, name, "one of " + String.join(", ", DeployedFunction.names()))));
    }
}

package dev.caramba.app;

import dev.caramba.health.HealthStore;
import dev.caramba.lambda.LambdaSettings;
import dev.caramba.observe.CallTracer;
import dev.caramba.observe.PassThroughTracer;
import dev.caramba.result.ResultStore;
import dev.caramba.settings.Settings;
import dev.caramba.sink.SqsSink;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Produces the beans that only the Lambda artifact has. */
@Singleton
final class LambdaComposition {

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
    QueueSinks queues() {
        return SqsSink::new;
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
}

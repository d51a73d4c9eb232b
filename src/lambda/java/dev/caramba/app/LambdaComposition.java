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

/** What the Lambda artifact has of its own. */
@Singleton
final class LambdaComposition {

    @Produces
    @Singleton
    HealthStore store(Stores stores) {
        return stores.chosen();
    }

    /** Spans would have to be sent before the instance is frozen, while the caller waits: it makes none. */
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

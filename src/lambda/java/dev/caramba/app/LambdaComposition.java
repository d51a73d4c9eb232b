package dev.caramba.app;

import dev.caramba.health.HealthStore;
import dev.caramba.lambda.LambdaSettings;
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

    @Produces
    @Singleton
    LambdaSettings lambda(Settings settings) {
        return new LambdaSettings(settings.lambdaMargin());
    }
}

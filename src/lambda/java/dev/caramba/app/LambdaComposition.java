package dev.caramba.app;

import dev.caramba.health.HealthStore;
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
}

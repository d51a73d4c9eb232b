package dev.caramba.balance;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.GenerationParams;
import dev.caramba.generation.Provider;
import dev.caramba.health.HealthStore;
import io.smallrye.mutiny.Multi;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;

/** One provider made of many. */
public final class BalancedProvider implements Provider {

    public BalancedProvider(
            String name,
            CandidateResolver resolver,
            HealthStore store,
            BalancerSettings settings,
            InstantSource clock,
            ScheduledExecutorService timer,
            DoubleSupplier random) {}

    @Override
    public String name() {
        return "";
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return Multi.createFrom().empty();
    }
}

package dev.caramba.app;

import dev.caramba.edge.Catalog;
import dev.caramba.edge.EdgeSettings;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.GenerationParams;
import dev.caramba.generation.Provider;
import dev.caramba.generation.Target;
import dev.caramba.health.Acquisition;
import dev.caramba.health.HealthStore;
import dev.caramba.health.HealthView;
import dev.caramba.health.Lease;
import dev.caramba.health.Outcome;
import dev.caramba.health.Ranking;
import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Stand in where nothing is composed: no provider, no target, no memory. */
@Singleton
final class Placeholders {

    @Produces
    @DefaultBean
    @Singleton
    EdgeSettings settings() {
        return new EdgeSettings(Duration.ofSeconds(120), false, Map.of());
    }

    @Produces
    @DefaultBean
    @Singleton
    Provider provider() {
        return new NoProvider();
    }

    @Produces
    @DefaultBean
    @Singleton
    Catalog catalog() {
        return new EmptyCatalog();
    }

    @Produces
    @DefaultBean
    @Singleton
    HealthStore store() {
        return new NoMemory();
    }

    private static final class NoProvider implements Provider {

        @Override
        public String name() {
            return "none";
        }

        @Override
        public Multi<Event> generate(CallContext context, GenerationParams params) {
            return Multi.createFrom()
                    .item(new Event.Error(Failure.of(FailureKind.NO_CANDIDATE, "no provider is configured")));
        }
    }

    private static final class EmptyCatalog implements Catalog {

        @Override
        public List<String> names() {
            return List.of();
        }

        @Override
        public List<Target> targets() {
            return List.of();
        }
    }

    private static final class NoMemory implements HealthStore {

        @Override
        public Uni<Acquisition> acquire(Ranking ranking, String leaseId) {
            return Uni.createFrom().item(new Acquisition.Refused(Duration.ZERO, HealthView.EMPTY));
        }

        @Override
        public Uni<HealthView> report(Lease lease, Outcome outcome) {
            return Uni.createFrom().item(HealthView.EMPTY);
        }

        @Override
        public Uni<Boolean> renew(Lease lease) {
            return Uni.createFrom().item(false);
        }

        @Override
        public Uni<HealthView> view(Collection<Target> targets) {
            return Uni.createFrom().item(HealthView.EMPTY);
        }

        @Override
        public String type() {
            return "memory";
        }
    }
}

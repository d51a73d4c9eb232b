package dev.caramba.observe;

import dev.caramba.generation.Target;
import dev.caramba.health.HealthStore;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Up while at least one target may be asked. A store that is out of reach is said, and is no reason to be down. */
public final class TargetReadiness implements AsyncHealthCheck {

    private final HealthStore store;
    private final List<Target> targets;

    public TargetReadiness(HealthStore store, List<Target> targets) {
        this.store = store;
        this.targets = List.copyOf(targets);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return store.view(targets).map(view -> {
            long ready = targets.stream().filter(view::mayBeAsked).count();
            return HealthCheckResponse.named("targets")
                    .status(ready > 0)
                    .withData("configured", targets.size())
                    .withData("ready", ready)
                    .withData("store", store.type())
                    .withData("degraded", store.degraded())
                    .build();
        });
    }
}

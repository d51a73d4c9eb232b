package dev.caramba.observe;

import dev.caramba.health.HealthStore;
import dev.caramba.prompt.Target;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * A readiness check that is up while at least one target may be called. It also reports what is no reason to be down:
 * an unreachable store, and providers that a route names but that are left out of it.
 */
public final class TargetReadiness implements AsyncHealthCheck {

    private final HealthStore store;
    private final List<Target> targets;
    private final Map<String, String> notices;

    /** @param notices messages about what is left out of routes, by route */
    public TargetReadiness(HealthStore store, List<Target> targets, Map<String, String> notices) {
        this.store = store;
        this.targets = List.copyOf(targets);
        this.notices = Map.copyOf(notices);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return store.view(targets).map(view -> {
            long ready = targets.stream().filter(view::mayBeAsked).count();
            var response = HealthCheckResponse.named("targets")
                    .status(ready > 0)
                    .withData("configured", targets.size())
                    .withData("ready", ready)
                    .withData("store", store.type())
                    .withData("degraded", store.degraded());
            notices.forEach((route, notice) -> response.withData("route " + route, notice));
            return response.build();
        });
    }
}

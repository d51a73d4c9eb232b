package dev.caramba.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.edge.Directory;
import dev.caramba.generation.Json;
import dev.caramba.generation.Target;
import dev.caramba.health.HealthStore;
import dev.caramba.health.HealthView;
import dev.caramba.health.ProviderStatus;
import io.quarkus.funqy.Funq;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The health of every target as the shared memory has it. */
public class ProvidersFunction {

    private final Directory directory;
    private final HealthStore store;

    ProvidersFunction(Directory directory, HealthStore store) {
        this.directory = directory;
        this.store = store;
    }

    @Funq("providers")
    public Uni<JsonNode> providers() {
        var targets = directory.targets();
        return store.view(targets).map(view -> report(targets, view));
    }

    private JsonNode report(List<Target> targets, HealthView view) {
        var report = Json.object();
        report.putObject("store").put("type", store.type()).put("degraded", store.degraded());
        var providers = report.putArray("providers");
        targets.stream().map(view::of).map(ProvidersFunction::status).forEach(providers::add);
        return report;
    }

    private static ObjectNode status(ProviderStatus status) {
        return Json.object()
                .put("provider", status.target().provider())
                .put("model", status.target().model())
                .put("state", status.state().wireName())
                .put("occupied", status.occupied())
                .put("inFlight", status.inFlight())
                .put("lastUsed", status.lastUsed().map(Instant::toString).orElse(null))
                .put("failures", status.failures())
                .put(
                        "cooldownUntil",
                        status.cooldownUntil().map(Instant::toString).orElse(null))
                .put("lastError", status.lastError().orElse(null))
                .put("latencyMs", status.latency().map(Duration::toMillis).orElse(null));
    }
}

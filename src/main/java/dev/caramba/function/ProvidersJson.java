package dev.caramba.function;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.health.HealthStore;
import dev.caramba.health.HealthView;
import dev.caramba.health.ProviderStatus;
import dev.caramba.prompt.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Writes the health of targets as JSON. */
public final class ProvidersJson {

    private ProvidersJson() {}

    /** Returns the status of these targets, in their order, and the name of the store that it comes from. */
    public static ObjectNode of(HealthStore store, List<Target> targets, HealthView view) {
        var report = Json.object();
        report.putObject("store")
                .put("type", store.type())
                .put("degraded", store.degraded())
                // Readers must compute what is left of a cooldown by this clock and no other.
                .put("now", view.now().toString());
        var providers = report.putArray("providers");
        targets.stream().map(view::of).map(ProvidersJson::status).forEach(providers::add);
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

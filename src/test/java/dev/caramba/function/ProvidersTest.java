package dev.caramba.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.call.ModelDirectory;
import dev.caramba.format.Json;
import dev.caramba.generation.Budget;
import dev.caramba.generation.Grant;
import dev.caramba.generation.Quota;
import dev.caramba.health.Acquisition;
import dev.caramba.health.AttemptOutcome;
import dev.caramba.health.Control;
import dev.caramba.health.HealthStore;
import dev.caramba.health.HealthView;
import dev.caramba.health.Lease;
import dev.caramba.health.ProviderStatus;
import dev.caramba.health.Ranking;
import dev.caramba.prompt.Target;
import dev.caramba.testing.Await;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProvidersTest {

    private static final Target MINI = new Target("openai", "gpt-4o-mini");
    private static final Target LLAMA = new Target("ollama", "llama3");

    @Test
    void shows_every_target_as_the_store_has_it() {
        var status = new ProviderStatus(
                MINI,
                ProviderStatus.State.COOLDOWN,
                2,
                Optional.of(Instant.parse("2026-01-02T03:04:05.678Z")),
                4,
                Optional.of(Instant.parse("2026-01-02T03:05:00Z")),
                Optional.of("overloaded: try later"),
                Optional.of(Duration.ofMillis(321)));
        var view = new HealthView(Instant.parse("2026-01-02T03:04:06Z"), Map.of(MINI, status));

        var json = new ProvidersFunction(
                        new ModelDirectory(Map.of(), List.of(MINI, LLAMA)),
                        new Viewed(view),
                        () -> new Await(Grant.ALL))
                .providers()
                .await()
                .atMost(Duration.ofSeconds(30));

        assertEquals(
                "{\"store\":{\"type\":\"redis\",\"degraded\":true,"
                        + "\"now\":\"2026-01-02T03:04:06Z\"},\"providers\":["
                        + "{\"provider\":\"openai\",\"model\":\"gpt-4o-mini\",\"state\":\"cooldown\",\"occupied\":true,"
                        + "\"inFlight\":2,\"lastUsed\":\"2026-01-02T03:04:05.678Z\",\"failures\":4,"
                        + "\"cooldownUntil\":\"2026-01-02T03:05:00Z\",\"lastError\":\"overloaded: try later\","
                        + "\"latencyMs\":321},"
                        + "{\"provider\":\"ollama\",\"model\":\"llama3\",\"state\":\"healthy\",\"occupied\":false,"
                        + "\"inFlight\":0,\"lastUsed\":null,\"failures\":0,\"cooldownUntil\":null,\"lastError\":null,"
                        + "\"latencyMs\":null}]}",
                Json.write(json));
    }

    @Test
    void shows_a_caller_only_what_it_may_ask() {
        var grant = new Grant(false, Set.of(), Set.of("ollama"), Set.of(), Quota.UNLIMITED, Budget.UNLIMITED);
        var view = new HealthView(Instant.EPOCH, Map.of());

        var json = new ProvidersFunction(
                        new ModelDirectory(Map.of(), List.of(MINI, LLAMA)), new Viewed(view), () -> new Await(grant))
                .providers()
                .await()
                .atMost(Duration.ofSeconds(30));

        assertEquals(1, json.path("providers").size());
        assertEquals("ollama", json.at("/providers/0/provider").asText());
    }

    private record Viewed(HealthView view) implements HealthStore {

        @Override
        public Uni<HealthView> view(Collection<Target> targets) {
            return Uni.createFrom().item(view);
        }

        @Override
        public String type() {
            return "redis";
        }

        @Override
        public boolean degraded() {
            return true;
        }

        @Override
        public Uni<Acquisition> acquire(Ranking ranking, String leaseId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<HealthView> report(Lease lease, AttemptOutcome outcome) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Boolean> renew(Lease lease) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<HealthView> control(Control control) {
            throw new UnsupportedOperationException();
        }
    }
}

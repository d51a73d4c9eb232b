package dev.caramba.health;

import static dev.caramba.health.FleetRules.A;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.RedisServerExtension;
import dev.caramba.redis.StoreGuard;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A lease that a frozen server grants when nobody waits for it any more. */
class StrayLeaseIT {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    @Test
    void expires_when_nobody_ends_it() throws Exception {
        // Given
        var time = new VirtualTime();
        var policy = HealthPolicy.DEFAULT;
        var shared = ClockedRedisStore.of(REDIS.client(), policy, time, () -> 0.5);
        var local = new MemoryHealthStore(policy, time, () -> 0.5);
        var fallback = new FallbackHealthStore(shared, local, new Impatient(), policy, time);
        var others = new Fleet(shared, time);
        others.ignored(others.lease(A));
        REDIS.server().freeze();

        // When
        var lease = new Fleet(fallback, time).lease(A);

        // Then
        assertTrue(lease.id().startsWith("local:"), lease::toString);
        REDIS.server().thaw();
        assertEquals(1, untilLeased(others).inFlight());
        time.advance(policy.leaseTtl());
        assertEquals(0, others.status(A).inFlight());
    }

    private static ProviderStatus untilLeased(Fleet others) {
        var end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (others.status(A).inFlight() == 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return others.status(A);
    }

    /** Waits no longer than the default timeout. */
    private static final class Impatient implements StoreGuard {
        @Override
        public <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return question.get().ifNoItem().after(Duration.ofMillis(50)).fail();
        }
    }
}

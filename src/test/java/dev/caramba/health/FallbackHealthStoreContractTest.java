package dev.caramba.health;

import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;

/** It keeps the rules with the shared memory, and without. */
class FallbackHealthStoreContractTest {

    static FallbackHealthStore over(
            HealthStore shared, HealthPolicy policy, InstantSource clock, DoubleSupplier random) {
        var local = new MemoryHealthStore(policy, clock, random);
        return new FallbackHealthStore(shared, local, new NoGuard(), policy, clock);
    }

    /** Asks without a limit. */
    static final class NoGuard implements StoreGuard {
        @Override
        public <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return question.get();
        }
    }

    @Nested
    class Shared extends HealthStoreContract {
        @Override
        protected HealthStore store(HealthPolicy policy, InstantSource clock, DoubleSupplier random) {
            return over(new MemoryHealthStore(policy, clock, random), policy, clock, random);
        }
    }

    @Nested
    class Degraded extends CallContract {
        @Override
        protected HealthStore store(HealthPolicy policy, InstantSource clock, DoubleSupplier random) {
            var away = new ShakyStore(new MemoryHealthStore(policy, clock, random));
            away.goAway();
            return over(away, policy, clock, random);
        }
    }
}

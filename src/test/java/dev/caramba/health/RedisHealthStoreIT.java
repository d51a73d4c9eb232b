package dev.caramba.health;

import dev.caramba.redis.RedisServerExtension;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisHealthStoreIT extends HealthStoreContract {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    @Override
    protected HealthStore store(HealthPolicy policy, InstantSource clock, DoubleSupplier random) {
        return ClockedRedisStore.of(REDIS.client(), policy, clock, random);
    }
}

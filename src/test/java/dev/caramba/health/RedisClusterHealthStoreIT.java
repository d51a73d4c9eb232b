package dev.caramba.health;

import dev.caramba.redis.RedisClusterExtension;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisClusterHealthStoreIT extends HealthStoreContract {

    @RegisterExtension
    static final RedisClusterExtension REDIS = new RedisClusterExtension();

    @Override
    protected HealthStore store(HealthPolicy policy, InstantSource clock, DoubleSupplier random) {
        return ClockedRedisStore.of(REDIS.client(), policy, clock, random);
    }
}

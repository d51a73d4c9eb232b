package dev.caramba.health;

import io.vertx.mutiny.redis.client.Redis;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleSupplier;

/** Health in Redis that shares nothing with other tests, on a clock of the test's choosing. */
final class ClockedRedisStore {

    private ClockedRedisStore() {}

    static HealthStore of(Redis redis, HealthPolicy policy, InstantSource clock, DoubleSupplier random) {
        return new RedisHealthStore(
                redis, UUID.randomUUID().toString(), policy, random, () -> Optional.of(clock.instant()));
    }
}

package dev.caramba.response;

import dev.caramba.redis.RedisClusterExtension;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisClusterResponseStoreIT extends ResponseStoreContract {

    @RegisterExtension
    static final RedisClusterExtension REDIS = new RedisClusterExtension();

    @Override
    protected ResponseStore store(Duration life, InstantSource clock) {
        return new RedisResponseStore(
                REDIS.client(), UUID.randomUUID().toString(), life, () -> Optional.of(clock.instant()));
    }
}

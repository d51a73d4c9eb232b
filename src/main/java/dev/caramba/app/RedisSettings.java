package dev.caramba.app;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;

/** Notes how Quarkus would connect to Redis, out of {@code quarkus.redis} and {@code quarkus.tls}. */
@Singleton
final class RedisSettings implements RedisOptionsCustomizer {

    private volatile RedisOptions options = new RedisOptions();

    @Override
    public void customize(String clientName, RedisOptions options) {
        this.options = options;
    }

    RedisOptions options() {
        return options;
    }
}

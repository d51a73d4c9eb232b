package dev.caramba.app;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Singleton;

/**
 * Captures the options that Quarkus makes from {@code quarkus.redis} and {@code quarkus.tls}, so that the product opens
 * its own connections with them.
 */
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

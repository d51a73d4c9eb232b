package dev.caramba.settings;

import dev.caramba.config.CarambaConfig.StoreKeys;
import dev.caramba.config.ConfigSection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The checked values of {@code caramba.store}.
 *
 * @param shared whether the instances share their health through Redis
 * @param timeout how long a call waits for the shared store
 * @param strictTimeout how long it waits where the local store alone would be wrong
 * @param keyPrefix the beginning of every key in Redis
 */
public record StoreValues(boolean shared, Duration timeout, Duration strictTimeout, String keyPrefix) {

    private static final Duration TIMEOUT = Duration.ofMillis(50);
    private static final Duration STRICT_TIMEOUT = Duration.ofSeconds(2);
    private static final String KEY_PREFIX = "caramba";

    /** @param variables looks up a variable, such as {@code REDIS_URL} */
    static StoreValues read(StoreKeys keys, Function<String, Optional<String>> variables) {
        var section = new ConfigSection("caramba.store");
        var type = section.oneOf(List.of("auto", "memory", "redis"), "type", keys.type(), "auto");
        var redis = Stream.of("REDIS_URL", "quarkus.redis.hosts")
                .anyMatch(name -> section.text(variables.apply(name)).isPresent());
        return new StoreValues(
                type.equals("redis") || type.equals("auto") && redis,
                section.duration("timeout", keys.timeout(), TIMEOUT),
                section.duration("strict-timeout", keys.strictTimeout(), STRICT_TIMEOUT),
                keyPrefix(section, keys));
    }

    /** Returns the prefix without braces: the product puts it into braces, so that all keys have one hash tag. */
    private static String keyPrefix(ConfigSection section, StoreKeys keys) {
        var prefix = section.text(keys.keyPrefix()).orElse(KEY_PREFIX);
        if (prefix.contains("{") || prefix.contains("}")) {
            throw section.wrong("key-prefix", prefix, "a text without braces");
        }
        return prefix;
    }
}

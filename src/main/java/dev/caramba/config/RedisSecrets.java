package dev.caramba.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the address and the password of Redis from files where these are set. The Redis client reads keys of its own,
 * so this interceptor puts the contents of the files there.
 */
@Priority(Priorities.APPLICATION - 100)
public final class RedisSecrets implements ConfigSourceInterceptor {

    /** The variable of each secret by the client's key. The suffix {@code _FILE} makes the variable of the file. */
    private static final Map<String, String> VARIABLES =
            Map.of("quarkus.redis.hosts", "REDIS_URL", "quarkus.redis.password", "REDIS_PASSWORD");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        var value = context.proceed(name);
        var variable = VARIABLES.get(name);
        if (variable == null) {
            return value;
        }
        var fileKey = variable + "_FILE";
        return SecretFile.instead(variable, text(value), fileKey, text(context.proceed(fileKey)))
                .map(file -> ConfigValue.builder()
                        .withName(name)
                        .withValue(file.content())
                        .withConfigSourceName(fileKey)
                        .build())
                .orElse(value);
    }

    /** Returns the text, except an unresolved variable: the build reads the value before the variable is known. */
    private static Optional<String> text(ConfigValue value) {
        return Optional.ofNullable(value)
                .map(ConfigValue::getValue)
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.startsWith("${"));
    }
}

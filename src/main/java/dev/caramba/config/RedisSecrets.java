package dev.caramba.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Map;
import java.util.Optional;

/**
 * Lets the address and the password of Redis stand in files. Whoever asks for the Redis client's own keys is told what is
 * in them: the client is not ours.
 */
@Priority(Priorities.APPLICATION - 100)
public final class RedisSecrets implements ConfigSourceInterceptor {

    /** The variable of the secret, and of its file, by the key of the client. */
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

    /** The build asks for a value with the variable in it, unresolved. */
    private static Optional<String> text(ConfigValue value) {
        return Optional.ofNullable(value)
                .map(ConfigValue::getValue)
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.startsWith("${"));
    }
}

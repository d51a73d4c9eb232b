package dev.caramba.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.stream.Stream;

/** Rejects an invalid address of Redis before the Redis client repeats it, with the password in it, in an error. */
@Priority(Priorities.APPLICATION)
public final class RedisAddress implements ConfigSourceInterceptor {

    private static final String KEY = "quarkus.redis.hosts";
    private static final String EXPECTED =
            "redis://user:password@host:port/database or rediss://..., without what is not"
                    + " needed; in user and password %40 for @, %23 for # and so on";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        var value = context.proceed(name);
        if (name.equals(KEY) && value != null && value.getValue() != null && !areAddresses(value.getValue())) {
            throw ConfigException.secret("REDIS_URL", EXPECTED);
        }
        return value;
    }

    /** Accepts an unresolved variable too: the build reads the value before the variable is known. */
    private static boolean areAddresses(String value) {
        return value.startsWith("${")
                || Stream.of(value.split(","))
                        .map(String::trim)
                        .allMatch(address -> address.isEmpty() || isAddress(address));
    }

    private static boolean isAddress(String address) {
        try {
            var uri = new URI(address);
            return "unix".equals(uri.getScheme())
                    || uri.getHost() != null && Set.of("redis", "rediss").contains(uri.getScheme());
        } catch (URISyntaxException e) {
            return false;
        }
    }
}

package dev.caramba.config;

import dev.caramba.format.Authority;
import dev.caramba.format.UnderscoreHost;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rejects an invalid address of Redis before the Redis client repeats it, with the password in it, in an error. Writes a
 * valid one so that the client understands it.
 */
@Priority(Priorities.APPLICATION)
public final class RedisAddress implements ConfigSourceInterceptor {

    private static final String KEY = "quarkus.redis.hosts";
    private static final String EXPECTED =
            "redis://user:password@host:port/database or rediss://..., without what is not"
                    + " needed; in user and password %40 for @, %23 for # and so on";

    private static final Set<String> SCHEMES = Set.of("redis", "rediss");

    /** Characters of a password that an address can hold only encoded, or that its client would take for another. */
    private static final Map<String, String> ENCODED = Map.of("{", "%7B", "}", "%7D", "\\", "%5C", "+", "%2B");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        var value = context.proceed(name);
        if (!name.equals(KEY) || value == null || value.getValue() == null || isUnresolved(value.getValue())) {
            return value;
        }
        return value.withValue(Stream.of(value.getValue().split(",", -1))
                .map(address -> address.isBlank() ? address : clients(address))
                .collect(Collectors.joining(",")));
    }

    /** The build reads the value before the variable is known. */
    private static boolean isUnresolved(String value) {
        return value.startsWith("${");
    }

    /** Returns the address as the client of Redis can read it. */
    private static String clients(String address) {
        int end = address.lastIndexOf('@') + 1;
        var credentials = address.substring(0, end);
        for (var character : ENCODED.entrySet()) {
            credentials = credentials.replace(character.getKey(), character.getValue());
        }
        try {
            var written = credentials + address.substring(end);
            return known(written, new URI(written.strip()));
        } catch (URISyntaxException e) {
            throw wrong();
        }
    }

    private static String known(String address, URI uri) {
        if ("unix".equals(uri.getScheme())) {
            return address;
        }
        if (!SCHEMES.contains(String.valueOf(uri.getScheme()))) {
            throw wrong();
        }
        if (uri.getHost() != null) {
            return address;
        }
        // The certificate of a name with an underscore could not be checked.
        var host = Authority.of(uri)
                .filter(authority -> uri.getScheme().equals("redis"))
                .map(Authority::host)
                .orElseThrow(RedisAddress::wrong);
        int at = address.indexOf(host, address.lastIndexOf('@') + 1);
        return address.substring(0, at) + UnderscoreHost.standIn(host) + address.substring(at + host.length());
    }

    private static ConfigException wrong() {
        return ConfigException.secret("REDIS_URL", EXPECTED);
    }
}

package dev.caramba.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Set;

/**
 * Makes {@code caramba.log} the one switch for the log's format, for the console, a file and a socket. Quarkus sets up
 * its log before any class of the product runs, and from keys of its own. So this interceptor answers for those keys.
 */
@Priority(Priorities.APPLICATION - 100)
public final class LogFormat implements ConfigSourceInterceptor {

    public static final String KEY = "caramba.log";
    private static final String JSON = "json";

    private static final Set<String> SWITCHES = Set.of(
            "quarkus.log.json.console.enabled", "quarkus.log.json.file.enabled", "quarkus.log.json.socket.enabled");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (!SWITCHES.contains(name)) {
            return context.proceed(name);
        }
        var format = context.proceed(KEY);
        return ConfigValue.builder()
                .withName(name)
                .withValue(String.valueOf(format != null && isJson(format.getValue())))
                .withConfigSourceName(KEY)
                .build();
    }

    public static boolean isJson(String value) {
        return value != null && value.strip().equalsIgnoreCase(JSON);
    }
}

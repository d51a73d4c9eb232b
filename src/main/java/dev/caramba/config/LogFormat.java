package dev.caramba.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Set;

/**
 * Lets {@code caramba.log} be the one switch of the log's format, wherever the log goes to. Whoever makes the log asks for
 * keys of its own: it is not ours, and made before anything that is.
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

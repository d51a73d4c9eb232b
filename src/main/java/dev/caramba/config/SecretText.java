package dev.caramba.config;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Expressions;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes secrets to the letter, from every source. Elsewhere in the configuration {@code ${…}} stands for another value,
 * {@code $$} for a dollar sign, and a backslash escapes; in a key or a password all of these are characters.
 */
@Priority(Priorities.APPLICATION - 200)
public final class SecretText implements ConfigSourceInterceptor {

    /** Keys and variables. A key of the product is looked up as a variable too. */
    private static final Pattern SECRETS = Pattern.compile("caramba\\.providers\\..+\\.(api-key|headers\\..+)"
            + "|CARAMBA_PROVIDERS_.+_(API_KEY|HEADERS_.+)"
            + "|caramba\\.tracing\\.headers|CARAMBA_TRACING_HEADERS"
            + "|caramba\\.sink\\.(url|queue)|CARAMBA_SINK_(URL|QUEUE)|K_SINK"
            + "|caramba\\.http\\.proxy|CARAMBA_HTTP_PROXY|(https?|all)_proxy|(HTTPS?|ALL)_PROXY"
            + "|[A-Z][A-Z0-9_]*_(API_KEY|TOKEN)"
            + "|OTEL_EXPORTER_OTLP_(TRACES_)?HEADERS"
            + "|REDIS_(URL|PASSWORD)|quarkus\\.redis\\.(hosts|password)|QUARKUS_REDIS_(HOSTS|PASSWORD)");

    /** What {@code application.properties} gives to the Redis client: each variable under the client's own key. */
    private static final Map<String, String> REFERENCES =
            Map.of("${REDIS_URL:}", "REDIS_URL", "${REDIS_PASSWORD:}", "REDIS_PASSWORD");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        return Expressions.isEnabled() && SECRETS.matcher(name).matches()
                ? Expressions.withoutExpansion(() -> letters(context, name))
                : context.proceed(name);
    }

    private static ConfigValue letters(ConfigSourceInterceptorContext context, String name) {
        var value = context.proceed(name);
        var variable = value == null || value.getValue() == null ? null : REFERENCES.get(value.getValue());
        if (variable == null) {
            return value;
        }
        var referred = context.proceed(variable);
        return value.withValue(referred == null ? "" : referred.getValue());
    }
}

package dev.caramba.app;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigSourceInterceptorFactory;
import io.smallrye.config.Priorities;
import java.util.OptionalInt;

/**
 * Places {@link AwsSecrets} in the chain of interceptors after variables within values are resolved, and before values
 * are checked.
 */
public final class AwsSecretsFactory implements ConfigSourceInterceptorFactory {

    @Override
    public ConfigSourceInterceptor getInterceptor(ConfigSourceInterceptorContext context) {
        return new AwsSecrets();
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(Priorities.APPLICATION - 50);
    }
}

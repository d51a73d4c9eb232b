package dev.caramba.lambda;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;

/**
 * Reports that the application cannot start. Its message is that of the innermost cause, which gives the reason. For a
 * wrong configuration, Lambda's log shows this line only.
 */
public final class StartException extends RuntimeException {

    private StartException(String message, Optional<Throwable> cause) {
        super(message, cause.orElse(null), false, cause.isPresent());
    }

    static StartException of(Throwable e) {
        var innermost = e;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return new StartException(
                Optional.ofNullable(innermost.getMessage()).orElse(innermost.toString()),
                innermost instanceof ConfigurationException ? Optional.empty() : Optional.of(e));
    }
}

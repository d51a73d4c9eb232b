package dev.caramba.lambda;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;

/**
 * The application cannot start. Its message is the innermost one, which says why; a wrong configuration is told with that
 * line alone, as everywhere.
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
                innermost.getMessage(),
                innermost instanceof ConfigurationException ? Optional.empty() : Optional.of(e));
    }
}

package dev.caramba.lambda;

import dev.caramba.config.ValidationProblems;
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
        var found = e;
        while (found.getCause() != null) {
            found = found.getCause();
        }
        var innermost = found;
        var problems = ValidationProblems.lines(innermost);
        return new StartException(
                problems.or(() -> Optional.ofNullable(innermost.getMessage())).orElseGet(innermost::toString),
                problems.isPresent() || innermost instanceof ConfigurationException
                        ? Optional.empty()
                        : Optional.of(e));
    }
}

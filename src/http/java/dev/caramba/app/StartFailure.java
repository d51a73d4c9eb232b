package dev.caramba.app;

import dev.caramba.config.ValidationProblems;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import java.io.PrintStream;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Reports why the application did not start: what the operator can set right as lines on the error stream, anything else
 * in the log. Quarkus does so too, but puts a heading and the names of classes around the mistakes in its own keys.
 */
final class StartFailure {

    private StartFailure() {}

    /** The end of the process, as Quarkus has it. */
    static void end(int code, Throwable failure) {
        if (failure != null) {
            report(failure, System.err);
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, failure);
    }

    static void report(Throwable failure, PrintStream errors) {
        var cause = ExceptionUtil.getRootCause(failure);
        var log = Logger.getLogger(Application.class);
        if (cause instanceof QuarkusBindException taken) {
            log.errorf(
                    "Port %d of %s seems to be in use by another process, or cannot be bound",
                    taken.getPort(), taken.getHost());
            return;
        }
        var lines = ValidationProblems.lines(cause).or(() -> ofOperator(cause));
        lines.ifPresentOrElse(errors::println, () -> log.error("Failed to start application", failure));
    }

    private static Optional<String> ofOperator(Throwable cause) {
        return cause instanceof ConfigurationException || cause instanceof PreventFurtherStepsException
                ? Optional.ofNullable(cause.getMessage()).filter(message -> !message.isBlank())
                : Optional.empty();
    }
}

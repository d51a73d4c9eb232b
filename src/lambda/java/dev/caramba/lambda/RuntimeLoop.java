package dev.caramba.lambda;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Serves invocations where no runtime of Lambda's does: in a native executable, which Lambda starts as
 * {@code bootstrap}. It runs on a JVM as well.
 */
@Singleton
@Unremovable
public final class RuntimeLoop implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(RuntimeLoop.class);

    private final FunctionRunner functions;

    RuntimeLoop(FunctionRunner functions) {
        this.functions = functions;
    }

    /** Serves until the process ends. Returns only when the Runtime API cannot be used. */
    @Override
    public int run(String... arguments) {
        var found = RuntimeApi.ofThisInstance();
        if (found.isEmpty()) {
            LOG.errorf("%s: not set (expected: Lambda sets it; this artifact runs nowhere else)", RuntimeApi.VARIABLE);
            return 1;
        }
        try {
            while (true) {
                serve(found.get(), found.get().next());
            }
        } catch (IOException e) {
            LOG.errorf("Lambda's Runtime API: %s", e);
            return 1;
        }
    }

    private void serve(RuntimeApi api, RuntimeApi.Invoked invoked) throws IOException {
        Optional<FunctionException> failure = Optional.empty();
        var answer = new byte[0];
        try {
            answer = functions.run(invoked.event(), invoked.invocation());
        } catch (FunctionException e) {
            failure = Optional.of(e);
        }
        if (failure.isPresent()) {
            api.fail(invoked.invocation(), failure.get());
        } else {
            api.answer(invoked.invocation(), answer);
        }
    }

    /**
     * Reports that the application did not start, to Lambda and in the log. The message is the line of the mistake; a
     * trace is written where it is no mistake of the configuration.
     */
    public static void failed(Throwable failure, PrintStream log) {
        var start = StartException.of(failure);
        log.println(start.getMessage());
        if (start.getCause() != null) {
            failure.printStackTrace(log);
        }
        try {
            var api = RuntimeApi.ofThisInstance();
            if (api.isPresent()) {
                api.get().failStart(start);
            }
        } catch (IOException e) {
            log.println("Lambda's Runtime API: " + e);
        }
    }
}

package dev.caramba.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler that Lambda's Java runtime calls, as {@code dev.caramba.lambda.LambdaHandler::handleRequest}. It starts
 * the application while Lambda initializes the instance, so that a wrong configuration shows before any call. It passes
 * each invocation to the function, and reports failures to Lambda.
 */
public final class LambdaHandler implements RequestStreamHandler {

    private final FunctionRunner functions;

    /** Starts the application. Throws a {@link StartException} when it cannot start. */
    public LambdaHandler() {
        try {
            Quarkus.manualInitialize();
            Quarkus.manualStart();
            functions = Arc.container().instance(FunctionRunner.class).get();
        } catch (RuntimeException e) {
            throw StartException.of(e);
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(functions.run(input.readAllBytes(), Served.of(context)));
    }
}

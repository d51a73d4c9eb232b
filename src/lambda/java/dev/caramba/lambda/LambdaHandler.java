package dev.caramba.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.quarkus.arc.Arc;
import io.quarkus.funqy.lambda.FunqyStreamHandler;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler that Lambda's Java runtime calls, as {@code dev.caramba.lambda.LambdaHandler::handleRequest}. It starts
 * the application while Lambda initializes the instance, so that a wrong configuration shows before any call. It passes
 * each invocation to the functions, and reports failures to Lambda.
 */
public final class LambdaHandler implements RequestStreamHandler {

    private final RequestStreamHandler functions;
    private final ThawBarrier freezeDetection;

    /** Starts the application. Throws a {@link StartException} when it cannot start. */
    public LambdaHandler() {
        try {
            functions = new FunqyStreamHandler();
            Quarkus.manualStart();
            freezeDetection = Arc.container().instance(ThawBarrier.class).get();
        } catch (RuntimeException e) {
            throw StartException.of(e);
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        try {
            freezeDetection.await();
            LambdaInvocations.serve(context, () -> functions.handleRequest(input, output, context));
        } catch (IOException | RuntimeException e) {
            throw FunctionException.of(e, context.getAwsRequestId());
        }
    }
}

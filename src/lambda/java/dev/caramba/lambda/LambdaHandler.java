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
 * What Lambda's Java runtime calls: {@code dev.caramba.lambda.LambdaHandler::handleRequest}. Starts the application while
 * the instance is set up, where a wrong configuration shows before any call; tells the functions what they serve, and
 * Lambda what has failed.
 */
public final class LambdaHandler implements RequestStreamHandler {

    private final RequestStreamHandler functions;
    private final FreezeDetection thaw;

    /** Fails with a {@link StartException}. */
    public LambdaHandler() {
        try {
            functions = new FunqyStreamHandler();
            Quarkus.manualStart();
            thaw = Arc.container().instance(FreezeDetection.class).get();
        } catch (RuntimeException e) {
            throw StartException.of(e);
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        try {
            thaw.await();
            LambdaInvocations.serve(context, () -> functions.handleRequest(input, output, context));
        } catch (IOException | RuntimeException e) {
            throw FunctionException.of(e, context.getAwsRequestId());
        }
    }
}

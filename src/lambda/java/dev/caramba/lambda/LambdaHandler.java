package dev.caramba.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.quarkus.funqy.lambda.FunqyStreamHandler;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What Lambda's Java runtime calls: {@code dev.caramba.lambda.LambdaHandler::handleRequest}. Starts the application while
 * the instance is set up, where a wrong configuration shows before any call, and tells the functions what they serve.
 */
public final class LambdaHandler extends FunqyStreamHandler {

    public LambdaHandler() {
        Quarkus.manualStart();
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        LambdaInvocation.serve(context, () -> super.handleRequest(input, output, context));
    }
}

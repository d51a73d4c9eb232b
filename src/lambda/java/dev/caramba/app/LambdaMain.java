package dev.caramba.app;

import dev.caramba.lambda.RuntimeLoop;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the Lambda artifact where it is its own runtime. Under Lambda's Java runtime it is not called. */
@QuarkusMain
public final class LambdaMain {

    LambdaMain() {}

    public static void main(String... args) {
        ErrorLines.installForJsonLog();
        Quarkus.run(RuntimeLoop.class, LambdaMain::end, args);
    }

    private static void end(int code, Throwable failure) {
        if (failure != null) {
            RuntimeLoop.failed(failure, System.err);
        }
        System.exit(code);
    }
}

package dev.caramba.app;

import dev.caramba.config.LogFormat;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Starts the HTTP artifact. Quarkus reports a wrong configuration on the error stream and not in the log. When the log
 * is JSON, these lines become JSON, too.
 */
@QuarkusMain
public final class Main {

    Main() {}

    public static void main(String... args) {
        if (LogFormat.isJson(System.getProperty(LogFormat.KEY, System.getenv("CARAMBA_LOG")))) {
            System.setErr(new PrintStream(new ErrorLines(System.err), true, StandardCharsets.UTF_8));
        }
        Quarkus.run(args);
    }
}

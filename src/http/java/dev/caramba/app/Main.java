package dev.caramba.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the HTTP artifact. */
@QuarkusMain
public final class Main {

    Main() {}

    public static void main(String... args) {
        ErrorLines.installForJsonLog();
        Quarkus.run(null, StartFailure::end, args);
    }
}

package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * LangChain4j and the official OpenAI SDK for Java, unmodified, against the packaged application. Their tests are in
 * {@code src/test/clients} and run in a process with a class path of their own.
 */
class JavaClientsIT {

    private static final Pattern ALL_PASSED =
            Pattern.compile("(?m)^\\[ +[1-9]\\d* tests successful +]$[\\s\\S]*^\\[ +0 tests failed +]$");

    @Test
    void serves_the_clients_of_java() throws Exception {
        var clients = Path.of(System.getProperty("clients.folder"));
        var classes = clients.resolve("classes");
        var libraries = Files.readString(clients.resolve("class.path")).strip();
        try (var setup = SdkSetup.start()) {
            var report = Program.run(
                    clients,
                    setup.environment(Map.of()),
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classes + System.getProperty("path.separator") + libraries,
                    "org.junit.platform.console.ConsoleLauncher",
                    "execute",
                    "--scan-classpath=" + classes,
                    "--fail-if-no-tests",
                    "--disable-banner",
                    "--disable-ansi-colors");
            assertTrue(ALL_PASSED.matcher(report).find(), report);
        }
    }
}

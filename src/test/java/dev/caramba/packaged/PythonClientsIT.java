package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.testing.VirtualEnvironment;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The official SDKs of OpenAI and Anthropic for Python, OpenAI's Agents SDK, LangChain and Pydantic AI, unmodified, against
 * the packaged application. Runs where Python 3.10 or later and PyPI are present.
 */
@EnabledIf("clientsArePresent")
class PythonClientsIT {

    private static final Path SOURCES = Path.of("src/test/python").toAbsolutePath();
    private static final Pattern ALL_PASSED = Pattern.compile("(?m)^Ran [1-9]\\d* tests[\\s\\S]*^OK$");

    @Test
    void serves_the_clients_of_python() throws Exception {
        try (var setup = SdkSetup.start()) {
            var report = Program.run(
                    SOURCES,
                    setup.environment(Map.of("PYTHONDONTWRITEBYTECODE", "1")),
                    Clients.INSTALLED.python().toString(),
                    "-m",
                    "unittest",
                    "--verbose");
            assertTrue(ALL_PASSED.matcher(report).find(), report);
            setup.awaitLeavings();
        }
    }

    static boolean clientsArePresent() {
        var trouble = Clients.INSTALLED.trouble();
        trouble.ifPresent(words -> System.out.println(
                "SKIPPED: the tests of the clients of Python, which need Python 3.10 or later and PyPI: " + words));
        return trouble.isEmpty();
    }

    /** Installed when the test is about to run. */
    private static final class Clients {

        static final VirtualEnvironment INSTALLED = VirtualEnvironment.of(
                "clients",
                SOURCES.resolve("requirements.txt"),
                "agents, anthropic, langchain_openai, openai, pydantic_ai.models.openai");
    }
}

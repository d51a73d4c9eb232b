package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.RedisServerExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Claude Code and Codex CLI, unmodified, against the packaged application: {@code src/test/agents} says what they do. They
 * are a gigabyte to fetch, so this runs only when it is asked for, and needs Node.js and npm.
 */
class AgentsIT {

    private static final Path CACHE = Path.of(System.getProperty(
            "real.cache",
            Path.of(System.getProperty("user.home"), ".cache", "caramba").toString()));
    private static final NodeProject AGENTS =
            new NodeProject("src/test/agents", CACHE.resolve("agents").toString());
    private static final Path WORK = Path.of("target", "agents").toAbsolutePath();
    private static final Path REPORT = WORK.resolve("report.txt");
    private static final Pattern ALL_PASSED = Pattern.compile("(?m)^\\S* ?pass [1-9]\\d*$[\\s\\S]*^\\S* ?fail 0$");

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    @BeforeAll
    static void install() throws Exception {
        Files.createDirectories(WORK);
        Files.deleteIfExists(REPORT);
        AGENTS.install();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tasks   | .",
                "doors   | .",
                "silence | .",
                "faults  | ^Claude Code: chat",
                "faults  | ^Claude Code: native",
                "faults  | ^Codex, apply_patch: chat",
                "faults  | ^Codex, apply_patch: native",
                "faults  | ^Codex, namespaces: chat",
                "faults  | ^Codex, namespaces: native",
                "faults  | ^Codex, programs",
                "faults  | held$",
            })
    void a_task_is_completed(String file, String trials) throws Exception {
        var environment = Map.of(
                "CARAMBA_JAR",
                        Path.of(System.getProperty("packaged.jar"))
                                .toAbsolutePath()
                                .toString(),
                "REDIS_URL", REDIS.server().url(),
                "AGENTS_WORK", WORK.toString(),
                "AGENTS_REPORT", REPORT.toString());

        var report = AGENTS.run(environment, "node", "--test", "--test-name-pattern=" + trials, file + ".test.mjs");

        assertTrue(ALL_PASSED.matcher(report).find(), report);
    }
}

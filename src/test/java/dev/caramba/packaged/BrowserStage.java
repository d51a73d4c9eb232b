package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One real browser, in which {@code src/test/browser/stage.mjs} plays scenarios: each in a context of its own, which is
 * as good as a new browser.
 */
final class BrowserStage implements AutoCloseable {

    private static final int MINUTES_OF_PATIENCE = 10;

    private final Process process;
    private final Path errors;
    private final BufferedReader answers;
    private final Writer scenarios;

    /** Installs what it needs from its lock file, starts the browser and waits until it has started. */
    BrowserStage(NodeProject project, Map<String, String> environment) throws Exception {
        project.install();
        var temporary = project.directory().resolve("tmp");
        Files.createDirectories(temporary);
        errors = project.directory().resolve("stage.err");
        var builder = new ProcessBuilder("node", "stage.mjs")
                .directory(project.directory().toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        // the bundled browser unpacks itself, its libraries and its only font into the temporary directory
        builder.environment().put("TMPDIR", temporary.toString());
        builder.environment().put("AWS_EXECUTION_ENV", "AWS_Lambda_nodejs20.x");
        process = builder.start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        scenarios = process.outputWriter(StandardCharsets.UTF_8);
        try {
            assertEquals("true", answer().toString());
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Plays it against the Caramba there; fails with what the scenario says. */
    void play(String scenario, String url, Map<String, CueServer.Cue> cues) throws Exception {
        try (var wings = new CueServer(cues)) {
            var line = Json.object().put("name", scenario).put("url", url).put("wings", wings.url());
            scenarios.write(line + "\n");
            scenarios.flush();
            var failure = answer().asText();
            assertEquals("", failure, () -> scenario + ": " + failure);
        }
    }

    private JsonNode answer() throws Exception {
        var line = CompletableFuture.supplyAsync(this::line).get(MINUTES_OF_PATIENCE, TimeUnit.MINUTES);
        if (line == null) {
            throw new IllegalStateException("the stage has ended: " + Files.readString(errors));
        }
        return Json.parse(line).orElseThrow();
    }

    private String line() {
        try {
            return answers.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() throws Exception {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }
}

package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The packaged Lambda function in a process of its own, run as AWS does: from its unpacked zip. */
final class LambdaProcess implements AutoCloseable {

    private final LambdaService service = new LambdaService();
    private final Process process;
    private final CompletableFuture<Process> ended;
    private final Path output;

    private LambdaProcess(List<String> command, Map<String, String> environment) {
        try {
            output = Files.createTempFile("lambda", ".log");
            output.toFile().deleteOnExit();
            var builder = new ProcessBuilder(command)
                    .directory(PackagedFunction.FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment(environment, service.address()));
            process = builder.start();
            ended = process.onExit(); // each call gives another one, which is done a little later
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LambdaProcess start(Map<String, String> environment) {
        return new LambdaProcess(PackagedFunction.command(), environment);
    }

    /** Started on a JVM without Lambda's Java runtime: it asks for invocations itself, as the native executable does. */
    static LambdaProcess startAsItsOwnRuntime(Map<String, String> environment) {
        return new LambdaProcess(PackagedFunction.loop(), environment);
    }

    CompletableFuture<LambdaService.Reply> invoke(String event, Duration timeout) {
        return service.invoke(event, timeout);
    }

    /** What comes of an invocation that may take a minute. */
    LambdaService.Reply reply(String event) throws Exception {
        return invoke(event, Duration.ofMinutes(1)).get(60, TimeUnit.SECONDS);
    }

    JsonNode answer(String event) throws Exception {
        var reply = reply(event);
        assertFalse(reply.failed(), reply.text());
        return reply.body();
    }

    JsonNode error(String event) throws Exception {
        var reply = reply(event);
        assertTrue(reply.failed(), reply.text());
        return reply.body();
    }

    LambdaService service() {
        return service;
    }

    /** As Lambda does between two invocations. */
    void freeze() throws Exception {
        signal("STOP");
    }

    void thaw() throws Exception {
        signal("CONT");
    }

    /** Ends it as a crash does. */
    void kill() {
        process.destroyForcibly();
        ended.join();
    }

    /** When it has ended. */
    CompletableFuture<Process> ended() {
        return ended;
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor();
        service.close();
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private static Map<String, String> environment(Map<String, String> own, String runtimeApi) {
        var all = new HashMap<>(Map.of(
                "AWS_LAMBDA_RUNTIME_API", runtimeApi,
                "AWS_LAMBDA_FUNCTION_NAME", "caramba",
                "AWS_LAMBDA_FUNCTION_VERSION", "1",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
                "AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/caramba",
                "AWS_LAMBDA_LOG_STREAM_NAME", "1",
                "AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand",
                "AWS_REGION", "eu-central-1",
                "LAMBDA_TASK_ROOT", PackagedFunction.FOLDER.toString(),
                "_HANDLER", "dev.caramba.lambda.LambdaHandler::handleRequest"));
        all.putAll(own);
        return all;
    }
}

package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A server that speaks SQS: ElasticMQ, in a process of its own with a class path of its own, on a port of its own. */
final class QueueServer implements AutoCloseable {

    private static final String ACCOUNT = "/000000000000/";
    private static final Pattern PORT = Pattern.compile("bind address 127\\.0\\.0\\.1:(\\d+)");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private QueueServer() {
        try {
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            Files.readString(Path.of(System.getProperty("elasticmq.classpath")))
                                    .strip(),
                            "-Drest-sqs.bind-hostname=127.0.0.1",
                            "-Drest-sqs.bind-port=0",
                            "-Drest-stats.enabled=false",
                            "org.elasticmq.server.Main"))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var reader = new Thread(this::read, "queue-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it, and waits until it can be reached. */
    static QueueServer start() throws Exception {
        var server = new QueueServer();
        server.port.get(60, TimeUnit.SECONDS);
        return server;
    }

    /** The URL of a queue of this name, there or not. */
    String url(String name) {
        return "http://127.0.0.1:" + port.join() + ACCOUNT + name;
    }

    TestQueue create(String name, Map<String, String> attributes) throws Exception {
        var request = Json.object().put("QueueName", name);
        var all = request.putObject("Attributes");
        attributes.forEach(all::put);
        ask("CreateQueue", request);
        return new TestQueue(this, url(name));
    }

    /** What it says to an action of SQS. */
    JsonNode ask(String action, ObjectNode request) throws Exception {
        var response = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.join() + "/"))
                        .header("content-type", "application/x-amz-json-1.0")
                        .header("x-amz-target", "AmazonSQS." + action)
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(request)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), () -> action + ": " + response.body());
        return Json.parse(response.body()).orElseGet(Json::object);
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor();
    }

    private void read() {
        var lines = new StringBuilder();
        try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.append(line).append('\n');
                var found = PORT.matcher(line);
                if (found.find()) {
                    port.complete(Integer.parseInt(found.group(1)));
                }
            }
        } catch (IOException e) {
            lines.append("output lost: ").append(e);
        }
        port.completeExceptionally(new IllegalStateException("ended before it listened:\n" + lines));
    }
}

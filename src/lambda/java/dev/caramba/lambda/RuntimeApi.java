package dev.caramba.lambda;

import dev.caramba.format.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Lambda's Runtime API of 2018-06-01, by which a function that is its own runtime gets invocations and returns what came
 * of them. All methods block. They fail with an {@link IOException} where the API cannot be reached or has no use for
 * this instance any more: the process must end then.
 */
final class RuntimeApi {

    /** The variable by which Lambda tells the API's address, as {@code host:port}. */
    static final String VARIABLE = "AWS_LAMBDA_RUNTIME_API";

    private static final String JSON = "application/json";
    private static final int SERVER_ERROR = 500;

    private final String root;

    RuntimeApi(String address) {
        this.root = "http://" + address + "/2018-06-01/runtime/";
    }

    /** Returns the API of this instance; empty where the process was not started by Lambda. */
    static Optional<RuntimeApi> ofThisInstance() {
        return Optional.ofNullable(System.getenv(VARIABLE)).map(RuntimeApi::new);
    }

    /** An invocation and its event. */
    record Invoked(Served invocation, byte[] event) {}

    /** Waits for the next invocation. Lambda may freeze the instance meanwhile, so there is no limit of time. */
    Invoked next() throws IOException {
        var connection = open("invocation/next");
        try (var body = connection.getInputStream()) {
            var id = header(connection, "Lambda-Runtime-Aws-Request-Id")
                    .orElseThrow(() -> new IOException("an invocation without an id"));
            var end = header(connection, "Lambda-Runtime-Deadline-Ms")
                    .map(Long::parseLong)
                    .map(Instant::ofEpochMilli);
            return new Invoked(new Served(id, end), body.readAllBytes());
        }
    }

    void answer(Served invocation, byte[] answer) throws IOException {
        post("invocation/" + invocation.requestId() + "/response", answer, Optional.empty());
    }

    void fail(Served invocation, FunctionException failure) throws IOException {
        report("invocation/" + invocation.requestId() + "/error", failure);
    }

    /** Reports that the instance cannot start. */
    void failStart(StartException failure) throws IOException {
        report("init/error", failure);
    }

    /** Reports as Lambda's Java runtime does. A trace is not sent: it would show the caller what is ours. */
    private void report(String path, RuntimeException failure) throws IOException {
        var type = failure.getClass().getName();
        var error = Json.object().put("errorType", type).put("errorMessage", failure.getMessage());
        error.putArray("stackTrace");
        post(path, Json.write(error).getBytes(StandardCharsets.UTF_8), Optional.of(type));
    }

    /** Sends something. What Lambda refuses, such as an answer that is too large, it has told the caller itself. */
    private void post(String path, byte[] body, Optional<String> errorType) throws IOException {
        var connection = open(path);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", JSON);
        errorType.ifPresent(type -> connection.setRequestProperty("Lambda-Runtime-Function-Error-Type", type));
        try (var out = connection.getOutputStream()) {
            out.write(body);
        }
        var status = connection.getResponseCode();
        if (status >= SERVER_ERROR) {
            throw new IOException("status " + status + " of Lambda's Runtime API");
        }
        // a connection whose answer is not read is not kept
        try (var rest = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (rest != null) {
                rest.readAllBytes();
            }
        }
    }

    private HttpURLConnection open(String path) throws IOException {
        return (HttpURLConnection) URI.create(root + path).toURL().openConnection();
    }

    private static Optional<String> header(HttpURLConnection connection, String name) {
        return Optional.ofNullable(connection.getHeaderField(name));
    }
}

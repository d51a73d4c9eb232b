package dev.caramba.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.testing.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/** Somebody with an access key. */
record KeyedCaller(String key) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> ask(CarambaProcess instance, String model) throws Exception {
        return post(instance, "/generate", prompt(model));
    }

    /** Asks, and does not wait for the answer. */
    CompletableFuture<HttpResponse<String>> asking(CarambaProcess instance, String model) {
        return HTTP.sendAsync(
                request(instance, "/generate")
                        .POST(HttpRequest.BodyPublishers.ofString(prompt(model)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Asks for a response as a stream; the response as soon as the stream says that it is complete. */
    JsonNode completed(CarambaProcess instance, String path, String json) throws Exception {
        var request = request(instance, path).POST(HttpRequest.BodyPublishers.ofString(json));
        try (var lines =
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofLines()).body()) {
            return lines.filter(line -> line.startsWith("data: {\"type\":\"response.completed\""))
                    .map(line -> Json.parse(line.substring("data: ".length())).orElseThrow())
                    .findFirst()
                    .orElseThrow()
                    .path("response");
        }
    }

    /** Asks, and leaves when the client is closed. */
    RawHttp leaving(CarambaProcess instance, String model) {
        return new RawHttp(instance.port()).post("/generate", prompt(model), "Authorization: Bearer " + key);
    }

    HttpResponse<String> get(CarambaProcess instance, String path) throws Exception {
        return send(request(instance, path).GET().build());
    }

    HttpResponse<String> post(CarambaProcess instance, String path, String json, String... headers) throws Exception {
        return send("POST", instance, path, json, headers);
    }

    HttpResponse<String> send(String method, CarambaProcess instance, String path, String json, String... headers)
            throws Exception {
        var request = request(instance, path).method(method, HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(CarambaProcess instance, String path) {
        return HttpRequest.newBuilder(URI.create(instance.url() + path))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + key);
    }

    private static String prompt(String model) {
        return Json.object().put("prompt", "Hi").put("model", model).toString();
    }
}

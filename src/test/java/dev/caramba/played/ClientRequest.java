package dev.caramba.played;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a client sends.
 *
 * @param headers names in lower case
 */
record ClientRequest(String method, String path, Map<String, String> headers, Optional<byte[]> body) {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Sends it, and reads all that comes, also of a reply that breaks. */
    Reply send(String baseUrl) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + path));
        body.ifPresent(bytes -> request.header("content-type", "application/json"));
        headers.forEach(request::setHeader);
        request.method(method, body.map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody));
        var bytes = new ByteArrayOutputStream();
        var head = new AtomicReference<>(new Reply(0, Map.of(), new byte[0], Optional.empty()));
        var reading = HTTP.sendAsync(request.build(), info -> {
            head.set(new Reply(info.statusCode(), lowerCase(info.headers().map()), new byte[0], Optional.empty()));
            return BodyHandlers.ofByteArrayConsumer(piece -> piece.ifPresent(bytes::writeBytes))
                    .apply(info);
        });
        var broken = Optional.<String>empty();
        try {
            reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            broken = Optional.of(e.getCause().toString());
        } catch (TimeoutException e) {
            broken = Optional.of("no end within " + PATIENCE);
        }
        return new Reply(head.get().status(), head.get().headers(), bytes.toByteArray(), broken);
    }

    private static Map<String, String> lowerCase(Map<String, List<String>> headers) {
        var lower = new LinkedHashMap<String, String>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values.get(values.size() - 1)));
        return lower;
    }
}

package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.testing.RunsAlone;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Upstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many streams at a time through the packaged application with a small heap. */
@RunsAlone
@JvmOnly
class StreamLoadIT {

    private static final int STREAMS = 200;
    private static final int EVENTS = 60;
    private static final String TEXT =
            IntStream.range(0, EVENTS).mapToObj("word%03d "::formatted).collect(Collectors.joining());

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void serves_200_streams_at_once_in_256_megabytes() throws Exception {
        var everybodyIsHere = new AtomicReference<CompletableFuture<Void>>();
        var answer = ChatAnswer.of(TEXT).inEvents(EVENTS).stream();
        try (var upstream = Upstream.start().always(request -> answer.after(everybodyIsHere.get()));
                var caramba = CarambaProcess.start(
                        Map.of(
                                "CARAMBA_PROVIDERS_OPENAI_BASE_URL", upstream.baseUrl() + "/v1",
                                "CARAMBA_PROVIDERS_OPENAI_API_KEY", "provider-key",
                                "CARAMBA_ACCESS_OPEN", "true"),
                        "-Xmx256m")) {
            for (int round = 0; round < 2; round++) {
                // not replaced before the next round: a request may be counted before it looks for it
                everybodyIsHere.set(new CompletableFuture<>());
                var calls = IntStream.range(0, STREAMS)
                        .mapToObj(i -> call(caramba.url()))
                        .toList();
                upstream.awaitRequest((round + 1) * STREAMS - 1);
                assertEquals(STREAMS, inFlight(caramba));
                everybodyIsHere.get().complete(null);
                for (var call : calls) {
                    assertEquals(TEXT, StreamedText.of(call.get(60, TimeUnit.SECONDS)));
                }
                assertEquals(0, inFlight(caramba));
            }
            assertFalse(String.join("\n", caramba.output()).contains("ERROR"));
            assertTrue(upstream.connections() <= 2 * STREAMS);
        }
    }

    private CompletableFuture<HttpResponse<String>> call(String url) {
        var body = "{\"model\":\"openai\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int inFlight(CarambaProcess caramba) throws Exception {
        var providers =
                Json.object(caramba.get("/providers").body()).orElseThrow().path("providers");
        return providers.path(0).path("inFlight").asInt(-1);
    }
}

package dev.caramba.packaged;

import dev.caramba.format.Json;
import dev.caramba.testing.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Calls one instance again and again, in every form, and knows what the answer must be. */
final class SoakCaller {

    private static final Pattern QUESTION = Pattern.compile("question (\\d+)");
    private static final int TIMEOUT_MS = 10_000;
    private static final int SLACK_MS = 2_000;

    /** Nobody asks again at once. */
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(200);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final Random random;
    private final SoakTally tally;

    SoakCaller(String url, long seed, SoakTally tally) {
        this.url = url;
        this.random = new Random(seed);
        this.tally = tally;
    }

    /** The one right answer to the question that stands somewhere in a request. */
    static String text(String request) {
        var question = QUESTION.matcher(request);
        if (!question.find()) {
            throw new AssertionError("no question: " + request);
        }
        var words = new Random(Long.parseLong(question.group(1)));
        return IntStream.range(0, 6 + words.nextInt(60))
                .mapToObj(i -> "w" + Integer.toString(words.nextInt(1_000_000), 36) + " ")
                .collect(Collectors.joining());
    }

    void callUntil(long ends) {
        while (System.nanoTime() < ends) {
            var question = "question " + random.nextInt(Integer.MAX_VALUE);
            switch (random.nextInt(20)) {
                case 0 -> leave(question);
                case 1, 2, 3, 4, 5 -> generate(question);
                case 6, 7, 8, 9, 10 -> chat(question, false);
                default -> chat(question, true);
            }
        }
    }

    private void generate(String question) {
        var body = Json.object().put("model", "soak").put("prompt", question).put("timeoutMs", TIMEOUT_MS);
        ask("/generate", body.toString(), question, false);
    }

    private void chat(String question, boolean stream) {
        ask("/v1/chat/completions", chatBody(question, stream), question, stream);
    }

    private static String chatBody(String question, boolean stream) {
        var body = Json.object().put("model", "soak").put("stream", stream).put("timeoutMs", TIMEOUT_MS);
        body.putArray("messages").addObject().put("role", "user").put("content", question);
        return body.toString();
    }

    /** Leaves before, or soon after, the answer has begun. */
    private void leave(String question) {
        try (var client = new RawHttp(URI.create(url).getPort())) {
            client.post("/v1/chat/completions", chatBody(question, true));
            if (random.nextBoolean()) {
                client.readUntil("HTTP/1.1 ");
            }
            tally.left();
        }
    }

    private void ask(String path, String body, String question, boolean stream) {
        var began = System.nanoTime();
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            judge(response, question, stream, (System.nanoTime() - began) / 1_000_000);
        } catch (IOException e) {
            tally.wrong(question + " at " + path + ": " + e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void judge(HttpResponse<String> response, String question, boolean stream, long elapsedMs) {
        var expected = text(question);
        var body = response.body();
        if (elapsedMs > TIMEOUT_MS + SLACK_MS) {
            tally.wrong(question + " took " + elapsedMs + " ms");
        } else if (response.statusCode() != 200) {
            var code = Json.object(body)
                    .map(json -> json.path("error").path("code").asText(""))
                    .orElse("");
            if (code.isEmpty() || code.equals("internal_error")) {
                tally.wrong(question + ": " + response.statusCode() + " " + body);
            } else {
                tally.count(response.statusCode() + " " + code, elapsedMs);
                LockSupport.parkNanos(AFTER_REFUSAL.toNanos());
            }
        } else if (!stream) {
            var json = Json.object(body).orElseThrow();
            var text = json.path("text")
                    .asText(json.path("choices")
                            .path(0)
                            .path("message")
                            .path("content")
                            .asText());
            expect(text.equals(expected), question, body, elapsedMs);
        } else if (body.endsWith("data: [DONE]\n\n")) {
            expect(StreamedText.soFar(body).equals(expected), question, body, elapsedMs);
        } else if (body.contains("data: {\"error\":{") && expected.startsWith(StreamedText.soFar(body))) {
            tally.count("error event", elapsedMs);
        } else {
            tally.wrong(question + ": " + body);
        }
    }

    private void expect(boolean right, String question, String body, long elapsedMs) {
        if (right) {
            tally.answered(elapsedMs);
        } else {
            tally.wrong(question + ": " + body);
        }
    }
}

package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.generation.FailureKind;
import dev.caramba.provider.Fixture;
import dev.caramba.upstream.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every recorded exchange of every provider through the packaged application: what a caller of the OpenAI surface gets
 * when the provider answers like that.
 */
class AllProvidersIT {

    private static final List<String> PROVIDERS =
            List.of("openai", "anthropic", "google", "cohere", "huggingface", "nvidia", "ollama", "lmstudio", "custom");
    private static final List<String> VERSIONED = List.of("openai", "nvidia", "lmstudio", "custom");

    /** Entries whose port nobody listens on. */
    private static final String REFUSED = "refused";

    /** Entries that are given up soon; all others have as much time as a busy machine needs. */
    private static final String SILENT = "silent";

    private static Upstream upstream;
    private static CarambaProcess caramba;

    @BeforeAll
    static void start() throws Exception {
        upstream = Upstream.start();
        caramba = CarambaProcess.start(environment());
    }

    @AfterAll
    static void stop() throws Exception {
        caramba.close();
        upstream.close();
    }

    @TestFactory
    Stream<DynamicTest> gives_the_caller_what_the_provider_meant() {
        return PROVIDERS.stream()
                .flatMap(Fixture::of)
                .map(fixture -> dynamicTest(fixture.name(), () -> new Exchange(fixture).check()));
    }

    private static Map<String, String> environment() {
        var environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.put("CARAMBA_ACCESS_OPEN", "true");
        for (var provider : PROVIDERS) {
            var path = VERSIONED.contains(provider) ? "/v1" : "";
            entry(provider, provider, upstream.baseUrl() + path).forEach(environment::put);
            entry(provider + REFUSED, provider, "http://127.0.0.1:1" + path).forEach(environment::put);
            entry(provider + SILENT, provider, upstream.baseUrl() + path).forEach(environment::put);
            var silent = "CARAMBA_PROVIDERS_" + (provider + SILENT).toUpperCase(Locale.ROOT);
            environment.put(silent + "_IDLE_TIMEOUT", "700ms");
            environment.put(silent + "_LONE_IDLE_TIMEOUT", "700ms");
            environment.put(silent + "_ANSWER_TIMEOUT", "1500ms");
        }
        return environment;
    }

    private static Map<String, String> entry(String name, String folder, String baseUrl) {
        var prefix = "CARAMBA_PROVIDERS_" + name.toUpperCase(Locale.ROOT);
        return Map.of(
                prefix + "_TYPE",
                folder.equals("custom") ? "openai-compatible" : folder,
                prefix + "_BASE_URL",
                baseUrl,
                prefix + "_API_KEY",
                "key-of-" + name,
                prefix + "_MODEL",
                "some-model");
    }

    /** A recorded exchange, seen from the caller's side. */
    private record Exchange(Fixture fixture) {

        void check() throws Exception {
            if (!fixture.isRefused()) {
                upstream.next(fixture.script());
            }
            var entry = fixture.provider() + (fixture.isRefused() ? REFUSED : fixture.isSilent() ? SILENT : "");
            var stream = fixture.params().path("stream").asBoolean();
            var request = Json.object()
                    .put("model", entry + "/" + fixture.params().path("model").asText())
                    .put("stream", stream);
            request.putArray("messages").addObject().put("role", "user").put("content", "Hi");
            // a provider that never answers is given up by the caller
            request.put("timeoutMs", fixture.isSilent() ? 2_500 : 60_000);

            var response = caramba.post("/v1/chat/completions", request.toString());

            var seen = fixture + ": " + response.statusCode() + " " + response.body();
            var expected = Expected.of(fixture.expect());
            if (expected.plainError()) {
                var error = Json.object(response.body()).orElseThrow().path("error");
                assertEquals(expected.failure().status(), response.statusCode(), seen);
                assertEquals(expected.failure().code(), error.path("code").asText(), seen);
                assertEquals(1, error.path("attempts").size(), seen);
                assertTrue(!response.body().contains("key-of-"), seen);
                return;
            }
            assertEquals(200, response.statusCode(), seen);
            assertEquals(
                    entry, response.headers().firstValue("x-caramba-provider").orElse(""), seen);
            var answer = stream ? Answered.stream(response.body()) : Answered.whole(response.body());
            assertEquals(expected.text(), answer.text(), seen);
            assertEquals(expected.functions(), answer.functions(), seen);
            assertEquals(expected.end(), answer.end(), seen);
        }
    }

    /** What the recording says that the adapter makes of the exchange. */
    private record Expected(String text, List<String> functions, String end, boolean plainError, FailureKind failure) {

        static Expected of(JsonNode expect) {
            if (expect.has("error")) {
                return new Expected("", List.of(), "", true, kind(expect.path("error")));
            }
            var text = new StringBuilder();
            var functions = new ArrayList<String>();
            for (var event : expect.path("events")) {
                text.append(event.path("text").asText(""));
                if (event.path("type").asText().equals("tool_call")) {
                    functions.add(event.path("name").asText());
                }
            }
            var last = expect.path("events").path(expect.path("events").size() - 1);
            if (last.path("type").asText().equals("done")) {
                var reason = last.path("finish_reason").asText();
                return new Expected(
                        text.toString(),
                        functions,
                        reason.equals("other") ? "stop" : reason,
                        false,
                        FailureKind.CANCELLED);
            }
            var nothingGivenOut = text.isEmpty() && functions.isEmpty();
            return new Expected(text.toString(), functions, kind(last).code(), nothingGivenOut, kind(last));
        }

        private static FailureKind kind(JsonNode error) {
            return FailureKind.valueOf(error.path("kind").asText().toUpperCase(Locale.ROOT));
        }
    }

    /** What the caller got; {@code end} is the finish reason, or the code of the error that broke the stream. */
    private static final String REFUSED_END = "content_filter";

    private record Answered(String text, List<String> functions, String end) {

        static Answered whole(String body) {
            var choice = Json.object(body).orElseThrow().path("choices").path(0);
            var message = choice.path("message");
            var functions = message.path("tool_calls").findValuesAsText("name");
            return new Answered(
                    said(message),
                    functions,
                    end(message, choice.path("finish_reason").asText()));
        }

        static Answered stream(String body) {
            var text = new StringBuilder();
            var functions = new ArrayList<String>();
            var end = "";
            var refused = false;
            var frames = body.lines()
                    .filter(line -> line.startsWith("data: {"))
                    .map(line -> Json.object(line.substring("data: ".length())).orElseThrow())
                    .toList();
            for (var frame : frames) {
                var choice = frame.path("choices").path(0);
                text.append(said(choice.path("delta")));
                refused = refused || choice.path("delta").path("refusal").isTextual();
                functions.addAll(choice.path("delta").path("tool_calls").findValuesAsText("name"));
                end = choice.path("finish_reason").isTextual()
                        ? choice.path("finish_reason").asText()
                        : frame.path("error").path("code").asText(end);
            }
            var complete = body.endsWith("data: [DONE]\n\n");
            var broken = frames.get(frames.size() - 1).has("error");
            assertEquals(!broken, complete, body);
            return new Answered(text.toString(), functions, refused && complete ? REFUSED_END : end);
        }

        /** A refusal has a place of its own on this surface, and the finish reason that was told. */
        private static String said(JsonNode message) {
            return message.path("content").asText("") + message.path("refusal").asText("");
        }

        private static String end(JsonNode message, String told) {
            return message.path("refusal").isTextual() ? REFUSED_END : told;
        }
    }
}

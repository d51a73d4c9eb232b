package dev.caramba.surface.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.testing.RawHttp;
import dev.caramba.testing.ScriptedProvider;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ChatStreamQuarkusTest {

    private static final String PATH = "/v1/chat/completions";
    private static final String HI = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String HI_WITH_USAGE =
            HI.replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}");

    @Inject
    ScriptedProvider provider;

    @TestHTTPResource
    URL server;

    @Test
    void gives_out_chunks_as_openai_does() throws Exception {
        var extra = Json.object("{\"google\":{\"thought_signature\":\"s\"}}");
        provider.answers(
                new Event.Start(Optional.of("up-1"), Optional.of("gpt-4o-mini-2024")),
                new Event.Chunk("Hel"),
                new Event.Chunk("lo\n\"ü€😀\""),
                new Event.ToolCall(0, new FunctionCall("call_1", "f", "{\"a\":1}", extra)),
                new Event.ToolCall(1, new FunctionCall("call_2", "g", "{}")),
                ScriptedProvider.STOP);

        var response = post(HI);

        assertEquals(200, response.statusCode());
        assertHeader(response, "content-type", "text/event-stream; charset=utf-8");
        assertHeader(response, "cache-control", "no-cache, no-store");
        assertHeader(response, "x-accel-buffering", "no");
        assertHeader(response, "x-caramba-provider", "openai");
        assertHeader(response, "x-caramba-model", "gpt-4o-mini");
        assertHeader(response, "x-caramba-attempts", "1");
        assertHeader(response, "x-caramba-cache", "bypass");
        assertEquals("""
                data: {HEAD,"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},END}]}

                data: {HEAD,"choices":[{"index":0,"delta":{"content":"Hel"},END}]}

                data: {HEAD,"choices":[{"index":0,"delta":{"content":"lo\\n\\"ü€😀\\""},END}]}

                data: {HEAD,"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function",\
                "function":{"name":"f","arguments":"{\\"a\\":1}"},"extra_content":{"google":{"thought_signature":"s"}}}]},END}]}

                data: {HEAD,"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_2","type":"function",\
                "function":{"name":"g","arguments":"{}"}}]},END}]}

                data: {HEAD,"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}

                data: [DONE]

                """, normal(response.body()));
        assertTrue(provider.lastAsked().stream());
    }

    @Test
    void tells_the_usage_before_the_end_when_asked() throws Exception {
        provider.answers(new Event.Chunk("Hi"), ScriptedProvider.STOP);

        assertEquals("""
                data: {HEAD,"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},END}],"usage":null}

                data: {HEAD,"choices":[{"index":0,"delta":{"content":"Hi"},END}],"usage":null}

                data: {HEAD,"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}

                data: {HEAD,"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}

                data: [DONE]

                """, normal(post(HI_WITH_USAGE).body()));
    }

    @Test
    void an_empty_answer_has_a_role_and_an_end() throws Exception {
        provider.answers(new Event.Done(FinishReason.OTHER, Optional.empty()));

        assertEquals("""
                data: {HEAD,"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},END}]}

                data: {HEAD,"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}

                data: [DONE]

                """, normal(post(HI).body()));
    }

    @Test
    void the_status_line_waits_for_the_first_content() {
        var events = UnicastProcessor.<Event>create();
        provider.answers(events);
        try (var client = new RawHttp(server.getPort()).post(PATH, HI)) {
            provider.awaitSubscription();
            events.onNext(new Event.Start(Optional.empty(), Optional.empty()));
            assertTrue(client.silent());

            events.onNext(new Event.Chunk("Hel"));
            var first = client.readUntil("\"Hel\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n\r\n");
            assertTrue(first.startsWith("HTTP/1.1 200 OK\r\n"), first);
            assertTrue(client.silent());

            events.onNext(new Event.Chunk("lo"));
            client.readUntil("\"lo\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n\r\n");
            assertTrue(client.silent());

            events.onNext(ScriptedProvider.STOP);
            client.readUntil("data: [DONE]\n\n\r\n0\r\n\r\n");
        }
    }

    @Test
    void a_failure_before_the_first_content_is_a_plain_error() throws Exception {
        provider.fails(
                Failure.of(FailureKind.RATE_LIMITED, "slow down").withRetryAfter(Optional.of(Duration.ofSeconds(3))),
                new Event.Start(Optional.empty(), Optional.empty()));

        var response = post(HI);

        assertEquals(429, response.statusCode());
        assertHeader(response, "content-type", "application/json");
        assertHeader(response, "retry-after", "3");
        assertHeader(response, "x-caramba-attempts", "1");
        var error = Json.object(response.body()).orElseThrow().get("error");
        assertEquals("rate_limit_exceeded", error.get("code").textValue());
        assertEquals(1, error.get("attempts").size());
    }

    @Test
    void a_failure_after_it_is_part_of_the_stream_which_has_no_end_mark() throws Exception {
        provider.fails(Failure.of(FailureKind.NETWORK, "cut"), new Event.Chunk("Hel"));

        var response = post(HI);

        assertEquals(200, response.statusCode());
        assertFalse(response.body().contains("[DONE]"));
        assertFalse(response.body().contains("\"finish_reason\":\"stop\""));
        var lines = response.body().split("\n\n");
        assertEquals(
                "data: {\"error\":{\"message\":\"cut\",\"type\":\"server_error\",\"param\":null,\"code\":\"network\","
                        + "\"attempts\":[{\"provider\":\"openai\",\"model\":\"gpt-4o-mini\",\"outcome\":\"network\","
                        + "\"status\":null,\"latencyMs\":7}]}}\nevent: error",
                lines[lines.length - 1]);
    }

    private HttpResponse<String> post(String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.getPort() + PATH))
                .header("content-type", "application/json")
                .header("accept", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.ofString());
    }

    private static void assertHeader(HttpResponse<?> response, String name, String value) {
        assertEquals(Optional.of(value), response.headers().firstValue(name));
    }

    /** The body with what all chunks share, and what most end in, written short. */
    private static String normal(String body) {
        var head = Pattern.compile("\"id\":\"chatcmpl-[0-9a-z]{24}\",\"object\":\"chat.completion.chunk\","
                + "\"created\":\\d{10},\"model\":\"gpt-4o-mini\",\"system_fingerprint\":null");
        var shared = head.matcher(body);
        assertTrue(shared.find(), body);
        return body.replace(shared.group(), "HEAD").replace("\"logprobs\":null,\"finish_reason\":null", "END");
    }
}

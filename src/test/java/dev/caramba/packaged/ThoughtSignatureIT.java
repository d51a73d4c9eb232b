package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.provider.Fixture;
import dev.caramba.upstream.Upstream;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Gemini signs reaches the caller, and Gemini again when the caller sends the call back. */
class ThoughtSignatureIT {

    private static final String SIGNATURE = "EqQBCqEBAbDemoSignature==";
    private static final String CHAT = "/v1/chat/completions";
    private static final String FUNCTION = "/generate";

    private static Upstream upstream;
    private static CarambaProcess caramba;

    @BeforeAll
    static void start() throws Exception {
        upstream = Upstream.start();
        caramba = CarambaProcess.start(Map.of(
                "CARAMBA_ACCESS_OPEN",
                "true",
                "GOOGLE_API_KEY",
                "key-of-google",
                "CARAMBA_PROVIDERS_GOOGLE_BASE_URL",
                upstream.baseUrl()));
    }

    @AfterAll
    static void stop() throws Exception {
        caramba.close();
        upstream.close();
    }

    @Test
    void survives_a_completion() throws Exception {
        var answer = post("google/tool_call_unary", CHAT, asking());

        var message = Json.object(answer).orElseThrow().at("/choices/0/message");
        assertSigned(message.path("tool_calls"));
        assertSentBackSigned(CHAT, (ObjectNode) message, "tool_calls", "tool_call_id");
    }

    @Test
    void survives_a_stream_and_stays_with_the_first_of_several_calls() throws Exception {
        var answer = post("google/tool_call_stream_parallel", CHAT, asking().put("stream", true));

        var message = Json.object().put("role", "assistant");
        var calls = message.putArray("tool_calls");
        answer.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> Json.object(line.substring("data: ".length())).orElseThrow())
                .forEach(chunk ->
                        chunk.at("/choices/0/delta/tool_calls").forEach(call -> calls.add(whole((ObjectNode) call))));
        assertEquals(3, calls.size());
        assertSigned(calls);
        assertSentBackSigned(CHAT, message, "tool_calls", "tool_call_id");
    }

    @Test
    void survives_the_function() throws Exception {
        var answer = post("google/tool_call_unary", FUNCTION, asking());

        var message = Json.object().put("role", "assistant");
        message.set("toolCalls", Json.object(answer).orElseThrow().path("toolCalls"));
        assertSigned(message.path("toolCalls"));
        assertSentBackSigned(FUNCTION, message, "toolCalls", "toolCallId");
    }

    /** As a client puts a streamed call together. */
    private static ObjectNode whole(ObjectNode delta) {
        delta.remove("index");
        return delta;
    }

    private static ObjectNode asking() {
        var request = Json.object().put("model", "google/gemini-3.5-flash-lite");
        request.putArray("messages").addObject().put("role", "user").put("content", "Weather?");
        return request;
    }

    private static void assertSigned(JsonNode calls) {
        assertTrue(!calls.isEmpty(), calls::toString);
        for (int i = 0; i < calls.size(); i++) {
            var signature = calls.get(i).at("/extra_content/google/thought_signature");
            assertEquals(i == 0 ? SIGNATURE : "", signature.asText(), calls::toString);
        }
    }

    /** Goes on with the conversation, and looks at what Gemini is sent then. */
    private static void assertSentBackSigned(String path, ObjectNode message, String calls, String id)
            throws Exception {
        var request = asking();
        var messages = request.withArray("messages").add(message);
        for (var call : message.path(calls)) {
            messages.addObject()
                    .put("role", "tool")
                    .put(id, call.path("id").textValue())
                    .put("content", "Mild.");
        }

        post("google/text_unary", path, request);

        var requests = upstream.requests();
        var sent = requests.get(requests.size() - 1).json().path("contents");
        var parts = sent.at("/1/parts");
        assertEquals(message.path(calls).size(), parts.size(), sent::toString);
        for (int i = 0; i < parts.size(); i++) {
            assertTrue(parts.get(i).has("functionCall"), sent::toString);
            assertEquals(
                    i == 0 ? SIGNATURE : "",
                    parts.get(i).path("thoughtSignature").asText(),
                    sent::toString);
            assertTrue(sent.at("/2/parts").get(i).has("functionResponse"), sent::toString);
        }
    }

    private static String post(String fixture, String path, ObjectNode request) throws Exception {
        upstream.next(Fixture.named(fixture).script());
        var response = caramba.post(path, Json.write(request));
        assertEquals(200, response.statusCode(), response::body);
        return response.body();
    }
}

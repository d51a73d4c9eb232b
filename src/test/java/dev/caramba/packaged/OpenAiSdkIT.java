package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The official OpenAI SDK for Node, unmodified, against the packaged application. Runs where node is present. */
@EnabledIf("dev.caramba.packaged.NodeProject#nodeIsPresent")
class OpenAiSdkIT {

    private static final String KEY = "caller-key-of-the-sdk-test";
    private static final NodeProject NODE = new NodeProject("src/test/node", "target/node");

    @Test
    void serves_the_official_node_sdk() throws Exception {
        NODE.install();
        try (var upstream = Upstream.start().always(OpenAiSdkIT::answer);
                var caramba = CarambaProcess.start(environment(upstream))) {
            var report = NODE.run(
                    Map.of("CARAMBA_URL", caramba.url(), "CARAMBA_KEY", KEY), "node", "--test", "sdk.test.mjs");
            assertTrue(report.contains("# fail 0") || report.contains("fail 0"), report);
        }
    }

    private static Map<String, String> environment(Upstream upstream) throws Exception {
        var environment = new HashMap<>(CarambaProcess.UNFORGIVING_AND_FORGETFUL);
        environment.put("CARAMBA_PROVIDERS_OPENAI_BASE_URL", upstream.baseUrl() + "/v1");
        environment.put("CARAMBA_PROVIDERS_OPENAI_API_KEY", "provider-key");
        environment.put("CARAMBA_PROVIDERS_OPENAI_MODELS", "text,tools");
        environment.put("CARAMBA_ACCESS_KEYS_SDK", sha256(KEY));
        return environment;
    }

    private static Script answer(Received request) {
        var body = request.json();
        var stream = body.path("stream").asBoolean();
        return switch (body.path("model").asText()) {
            case "text" -> {
                var answer =
                        ChatAnswer.of("Two boats left the harbour.").inEvents(5).withUsage(11, 5);
                yield stream ? answer.stream() : answer.unary();
            }
            case "tools" -> stream ? toolStream() : toolAnswer();
            case "cut" ->
                ChatAnswer.of("Two boats left the harbour.")
                        .inEvents(5)
                        .cutAfter(2)
                        .thenReset();
            case "bad-request" -> ChatAnswer.error(400, "invalid_request_error", "temperature is too high");
            case "too-long" ->
                ChatAnswer.error(400, "invalid_request_error", "This model's maximum context length is 128 tokens.");
            case "limited" -> ChatAnswer.error(429, "requests", "slow down").header("retry-after", "1");
            default -> ChatAnswer.error(500, "server_error", "broken");
        };
    }

    private static Script toolAnswer() {
        var body = Json.object()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion")
                .put("model", "tools");
        var choice = body.putArray("choices").addObject().put("index", 0).put("finish_reason", "tool_calls");
        var message = choice.putObject("message").put("role", "assistant").putNull("content");
        message.putArray("tool_calls")
                .addObject()
                .put("id", "call_1")
                .put("type", "function")
                .putObject("function")
                .put("name", "get_weather")
                .put("arguments", "{\"city\":\"Oslo\"}");
        return Script.json(200, body);
    }

    private static Script toolStream() {
        return Script.sse(
                "{\"id\":\"c\",\"model\":\"tools\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
                        + "\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"get_weather\","
                        + "\"arguments\":\"{\\\"city\\\":\"}}]},\"finish_reason\":null}]}",
                "{\"id\":\"c\",\"model\":\"tools\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,"
                        + "\"function\":{\"arguments\":\"\\\"Oslo\\\"}\"}}]},\"finish_reason\":null}]}",
                "{\"id\":\"c\",\"model\":\"tools\",\"choices\":[{\"index\":0,\"delta\":{},"
                        + "\"finish_reason\":\"tool_calls\"}]}",
                "[DONE]");
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}

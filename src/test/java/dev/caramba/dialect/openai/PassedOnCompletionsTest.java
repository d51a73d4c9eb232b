package dev.caramba.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.format.Json;
import dev.caramba.request.CompletionReader;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A legacy completion reaches the OpenAI family as it came. */
class PassedOnCompletionsTest {

    @Test
    void order_digits_and_unknown_fields_stay() {
        var body = "{\"top_p\":1.0,\"novel\":{\"b\":0.10,\"a\":12345678901234567890},\"model\":\"x\",\"prompt\":"
                + "[ \"Gr\\u00fc\u00dfe\" ],\"max_tokens\":16,\"stop\":null,\"y\":1e2}";

        var encoded = encoded(body, false, Map.of());

        assertEquals(body.replace("\"x\"", "\"m\""), Json.write(encoded.body()));
        assertEquals("/completions", encoded.path());
    }

    @Test
    void what_is_meant_for_the_product_is_taken_out() {
        var body = "{\"prompt\":\"a\",\"fallbacks\":[],\"timeoutMs\":5,\"timeout_ms\":5,\"strictParams\":false,"
                + "\"strict_params\":false,\"cache\":false}";

        assertEquals("{\"model\":\"m\",\"prompt\":\"a\"}", sent(body, false, Map.of()));
    }

    @Test
    void a_stream_asks_for_the_usage_beside_the_callers_own_options() {
        var stream = "{\"model\":\"m\",\"prompt\":\"a\",\"stream\":true";
        assertEquals(
                stream + ",\"stream_options\":{\"include_usage\":true}}",
                sent("{\"prompt\":\"a\",\"stream\":true}", true, Map.of()));
        assertEquals(
                stream + ",\"stream_options\":{\"novel\":1,\"include_usage\":true}}",
                sent("{\"prompt\":\"a\",\"stream\":true,\"stream_options\":{\"novel\":1}}", true, Map.of()));
    }

    @Test
    void the_options_of_a_stream_keep_their_place() {
        assertEquals(
                "{\"model\":\"m\",\"stream_options\":{\"include_usage\":true,\"b\":1},\"stream\":true,\"prompt\":\"a\"}",
                sent(
                        "{\"stream_options\":{\"include_usage\":false,\"b\":1},\"stream\":true,\"prompt\":\"a\"}",
                        true,
                        Map.of()));
    }

    @Test
    void options_of_the_entry_hold_here_too() {
        var options = Map.of("completions-path", "/complete?v=1", "stream-options", "false", "auth-header", "api-key");

        var encoded = encoded("{\"prompt\":\"a\",\"stream_options\":{},\"stream\":true}", true, options);

        assertEquals("/complete?v=1", encoded.path());
        assertEquals("k", encoded.headers().get("api-key"));
        assertEquals("{\"model\":\"m\",\"prompt\":\"a\",\"stream\":true}", Json.write(encoded.body()));
    }

    private static String sent(String body, boolean stream, Map<String, String> options) {
        return Json.write(encoded(body, stream, options).body());
    }

    private static Encoded encoded(String body, boolean stream, Map<String, String> options) {
        var params = CompletionReader.read(Json.object(body).orElseThrow(), body)
                .params()
                .withModel("m")
                .withStream(stream);
        return new OpenAiDialect(OpenAiFlavour.COMPATIBLE)
                .encode(params, new Endpoint("http://p/v1", Optional.of("k"), options));
    }
}

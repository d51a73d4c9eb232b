package dev.caramba.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Samples;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.request.RequestReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller's chat completion reaches the OpenAI family as it came, but for what must change. */
class PassedOnRequestTest {

    private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    @Test
    void order_digits_spaces_and_unknown_fields_stay() {
        var body = "{\"top_p\" : 1.0,\"novel\":{\"b\":0.10,\"a\":12345678901234567890} ,\"model\":\"x\",\"messages\":"
                + "[ {\"content\":\"Gr\\u00fc\u00dfe\",\"role\":\"user\",\"name\":\"n\"} ],\"stop\":null,\"y\":1e2}";

        assertEquals(
                body.replace("\"top_p\" : ", "\"top_p\":").replace("} ,", "},").replace("\"x\"", "\"m\""),
                sent(OpenAiFlavour.COMPATIBLE, body, false));
    }

    @Test
    void what_is_meant_for_the_product_is_taken_out() {
        var body = "{" + HI + ",\"fallbacks\":[],\"timeoutMs\":5,\"timeout_ms\":5,\"strictParams\":false,"
                + "\"strict_params\":false,\"cache\":false,\"store\":true}";

        assertEquals("{\"model\":\"m\"," + HI + ",\"store\":true}", sent(OpenAiFlavour.COMPATIBLE, body, false));
    }

    @Test
    void a_stream_asks_for_the_usage_beside_the_callers_own_options() {
        assertEquals(
                "{\"model\":\"m\"," + HI + ",\"stream\":true,\"stream_options\":{\"novel\":1,\"include_usage\":true}}",
                sent(
                        OpenAiFlavour.COMPATIBLE,
                        "{\"model\":\"x\"," + HI + ",\"stream\":true,\"stream_options\":{\"novel\":1}}",
                        true));
        assertEquals(
                "{\"model\":\"m\",\"stream\":true," + HI + ",\"stream_options\":{\"include_usage\":true}}",
                sent(OpenAiFlavour.COMPATIBLE, "{\"model\":\"x\",\"stream\":true," + HI + "}", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"tools\":[],\"tool_choice\":\"auto\",\"parallel_tool_calls\":true` | ``",
                "`\"tools\":[],\"tool_choice\":\"none\"` | ``",
                "`\"tools\":[],\"tool_choice\":\"required\"` | `,\"tool_choice\":\"required\"`",
                "`\"tool_choice\":\"auto\"` | `,\"tool_choice\":\"auto\"`",
                "`\"tools\":[{\"type\":\"novel\"}],\"tool_choice\":\"auto\"` | `,\"tools\":[{\"type\":\"novel\"}],\"tool_choice\":\"auto\"`",
            })
    void an_empty_list_of_tools_takes_with_it_what_concerns_tools(String given, String kept) {
        assertEquals(
                "{\"model\":\"m\"," + HI + kept + "}",
                sent(OpenAiFlavour.COMPATIBLE, "{" + HI + "," + given + "}", false));
    }

    @Test
    void the_limit_has_the_name_that_the_server_knows() {
        assertEquals(
                "{\"model\":\"m\"," + HI + ",\"max_completion_tokens\":7}",
                sent(OpenAiFlavour.OPENAI, "{" + HI + ",\"max_tokens\":7}", false));
        assertEquals(
                "{\"model\":\"m\"," + HI + ",\"max_tokens\":8}",
                sent(OpenAiFlavour.NVIDIA, "{" + HI + ",\"max_tokens\":7,\"max_completion_tokens\":8}", false));
    }

    @Test
    void reasoning_models_are_not_sent_what_they_refuse() {
        var encoded = encoded(
                OpenAiFlavour.OPENAI, "{" + HI + ",\"temperature\":0.5,\"logprobs\":false,\"stop\":null}", "o3", false);

        assertEquals("{\"model\":\"o3\"," + HI + "}", Json.write(encoded.body()));
        assertEquals(List.of("temperature"), encoded.droppedParams());
    }

    @Test
    void what_another_maker_signed_is_left_out_and_named() {
        var signed = "{\"messages\":[{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}SIGNED}]}]}";
        var body = signed.replace("SIGNED", ",\"extra_content\":{\"google\":{\"thought_signature\":\"s\"}}");

        var encoded = encoded(OpenAiFlavour.OPENAI, body, "m", false);

        assertEquals(
                signed.replace("SIGNED", "").replace("{\"messages\"", "{\"model\":\"m\",\"messages\""),
                Json.write(encoded.body()));
        assertEquals(List.of("extra_content"), encoded.droppedParams());
        assertEquals(
                List.of(), encoded(OpenAiFlavour.COMPATIBLE, body, "m", false).droppedParams());
    }

    @Test
    void a_text_to_be_continued_comes_behind_the_callers_messages() {
        var params = read("{" + HI + "}").withModel("m").continuing("Hel\"");

        assertEquals(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Hel\\\"\"}]}",
                Json.write(encoded(OpenAiFlavour.COMPATIBLE, params).body()));
    }

    private static String sent(OpenAiFlavour flavour, String body, boolean stream) {
        return Json.write(encoded(flavour, body, "m", stream).body());
    }

    private static Encoded encoded(OpenAiFlavour flavour, String body, String model, boolean stream) {
        return encoded(flavour, read(body).withModel(model).withStream(stream));
    }

    private static Encoded encoded(OpenAiFlavour flavour, GenerationParams params) {
        return new OpenAiDialect(flavour).encode(params, Samples.endpoint(Map.of()));
    }

    private static GenerationParams read(String body) {
        return RequestReader.chat(Json.object(body).orElseThrow(), body).params();
    }
}

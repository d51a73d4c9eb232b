package dev.caramba.dialect.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.dialect.Samples;
import dev.caramba.dialect.TestParams;
import dev.caramba.format.Json;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.ToolChoice;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoogleDialectTest {

    private static final String MODEL = "gemini-3.8-flash";

    private final GoogleDialect dialect = new GoogleDialect();

    @Test
    void a_plain_request_has_nothing_that_was_not_asked_for() {
        var encoded = TestParams.of(MODEL).in(dialect);

        assertEquals("/v1beta/models/gemini-3.8-flash:generateContent", encoded.path());
        assertEquals("secret", encoded.headers().get("x-goog-api-key"));
        assertEquals(TestParams.json("{'contents':[{'role':'user','parts':[{'text':'Hello'}]}]}"), encoded.body());
    }

    @ParameterizedTest
    @CsvSource({
        "models/gemini-3-pro, models/gemini-3-pro",
        "tunedModels/mine, tunedModels/mine",
        "a/../b?c#d, models/a%2F..%2Fb%3Fc%23d",
        "größe 1+2, models/gr%C3%B6%C3%9Fe%201%2B2"
    })
    void the_model_is_one_segment_of_the_path(String model, String path) {
        var params = Samples.hello(model).withStream(true);

        var encoded = dialect.encode(params, Samples.endpoint(Map.of()));

        assertEquals("/v1beta/" + path + ":streamGenerateContent?alt=sse", encoded.path());
        assertEquals(
                "alt=sse", URI.create("https://example.org" + encoded.path()).getQuery());
    }

    @Test
    void what_it_cannot_express_is_left_out_and_named() {
        var encoded = TestParams.of(MODEL)
                .tool(true)
                .extra("parallel_tool_calls", "false")
                .extra("user", "\"u\"")
                .extra("presence_penalty", "1")
                .in(dialect);

        assertEquals(List.of("strict", "parallel_tool_calls", "user", "presence_penalty"), encoded.droppedParams());
        assertEquals(
                "{\"name\":\"get_time\"}",
                encoded.body().at("/tools/0/functionDeclarations/0").toString());
    }

    @Test
    void a_strict_caller_is_told_which_parameter_cannot_be_expressed() {
        var asked = TestParams.of(MODEL).extra("logit_bias", "{\"1\":2}").strictly();

        var e = assertThrows(ProviderException.class, () -> asked.in(dialect));

        assertEquals(Optional.of("logit_bias"), e.failure().param());
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-3.8-flash, low, true",
        "gemini-flash-latest, high, true",
        "gemini-2.5-flash, low, false",
        "gemini-3.8-flash, none, false"
    })
    void effort_is_a_level_of_thinking_where_the_model_has_levels(String model, String effort, boolean taken) {
        var encoded = TestParams.of(model)
                .extra("reasoning_effort", '"' + effort + '"')
                .extra("parallel_tool_calls", "true")
                .in(dialect);

        assertEquals(
                taken ? effort : "",
                encoded.body()
                        .at("/generationConfig/thinkingConfig/thinkingLevel")
                        .asText());
        assertEquals(taken ? List.of() : List.of("reasoning_effort"), encoded.droppedParams());
    }

    @ParameterizedTest
    @CsvSource({"AUTO, AUTO", "NONE, NONE", "REQUIRED, ANY"})
    void a_choice_is_a_mode(ToolChoice.Mode mode, String expected) {
        var body = TestParams.of(MODEL)
                .tool(false)
                .choosing(ToolChoice.of(mode))
                .in(dialect)
                .body();

        assertEquals(
                "{\"mode\":\"" + expected + "\"}",
                body.at("/toolConfig/functionCallingConfig").toString());
    }

    @Test
    void a_choice_without_functions_is_dropped_where_it_demands_one() {
        var any = TestParams.of(MODEL)
                .choosing(ToolChoice.of(ToolChoice.Mode.REQUIRED))
                .in(dialect);
        var none = TestParams.of(MODEL)
                .choosing(ToolChoice.of(ToolChoice.Mode.NONE))
                .in(dialect);

        assertFalse(any.body().has("toolConfig"));
        assertEquals(List.of("tool_choice"), any.droppedParams());
        assertEquals(List.of(), none.droppedParams());
    }

    @Test
    void any_json_object_is_a_media_type_alone() {
        var body = TestParams.of(MODEL)
                .format(new ResponseFormat.JsonObject())
                .in(dialect)
                .body();

        assertEquals(
                "{\"responseMimeType\":\"application/json\"}",
                body.get("generationConfig").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-3.8-flash, skip_thought_signature_validator",
        "gemini-10-pro, skip_thought_signature_validator",
        "gemini-2.5-pro, ''",
        "gemma-3, ''"
    })
    void the_first_call_of_a_turn_says_that_another_provider_made_it(String model, String signature) {
        var body = TestParams.of(model)
                .saying(
                        TestParams.user("Go"),
                        TestParams.assistant(null, new FunctionCall("a", "f", "{}"), new FunctionCall("b", "f", "17")),
                        TestParams.result("b", "[1]"),
                        TestParams.result("a", "{\"x\":1}"))
                .in(dialect)
                .body();

        assertEquals(signature, body.at("/contents/1/parts/0/thoughtSignature").asText());
        assertFalse(body.at("/contents/1/parts/1").has("thoughtSignature"));
        assertEquals(
                "{\"arguments\":\"17\"}",
                body.at("/contents/1/parts/1/functionCall/args").toString());
        assertEquals(
                "{\"x\":1}",
                body.at("/contents/2/parts/0/functionResponse/response").toString());
        assertEquals(
                "{\"output\":\"[1]\"}",
                body.at("/contents/2/parts/1/functionResponse/response").toString());
    }

    @Test
    void a_signature_travels_back_with_its_call() {
        var extra = Json.object("{\"google\":{\"thought_signature\":\"c2ln\"},\"other\":1}");
        var body = TestParams.of(MODEL)
                .saying(TestParams.user("Go"), TestParams.assistant("So", new FunctionCall("a", "f", "{}", extra)))
                .in(dialect)
                .body();

        assertEquals("c2ln", body.at("/contents/1/parts/1/thoughtSignature").asText());
        assertEquals(
                "{\"error\":\"No result was given.\"}",
                body.at("/contents/2/parts/0/functionResponse/response").toString());
    }

    @Test
    void images_of_results_follow_all_results() {
        var image = new Content.Part.ImageUrl("https://example.org/a.JPG?size=1.png", Optional.empty());
        var body = TestParams.of(MODEL)
                .saying(
                        TestParams.user("Go"),
                        TestParams.assistant(
                                null, new FunctionCall("a", "9f", "{}"), new FunctionCall("b", "g h", "{}")),
                        new Message.ToolResult("a", Optional.empty(), new Content.Parts(List.of(image))),
                        TestParams.result("b", "done"))
                .in(dialect)
                .body();

        var parts = body.at("/contents/2/parts");
        assertEquals("_9f", parts.at("/0/functionResponse/name").asText());
        assertEquals("g_h", parts.at("/1/functionResponse/name").asText());
        assertEquals(
                TestParams.json("{'mimeType':'image/jpeg','fileUri':'https://example.org/a.JPG?size=1.png'}"),
                parts.at("/2/fileData"));
    }

    @Test
    void the_user_has_the_first_and_the_last_word() {
        var body = TestParams.of(MODEL)
                .saying(TestParams.assistant("Hello"), TestParams.system(" "))
                .in(dialect)
                .body();

        assertEquals("Begin.", body.at("/contents/0/parts/0/text").asText());
        assertEquals("Continue.", body.at("/contents/2/parts/0/text").asText());
        assertFalse(body.has("systemInstruction"));
    }
}

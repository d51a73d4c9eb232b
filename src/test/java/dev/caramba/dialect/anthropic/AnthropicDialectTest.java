package dev.caramba.dialect.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.Samples;
import dev.caramba.dialect.TestParams;
import dev.caramba.format.Json;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Sampling;
import dev.caramba.prompt.ToolChoice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Longer than other files: one list of requests, each with the body that goes out. */
final class AnthropicDialectTest {

    private static final String OLD = "claude-sonnet-4-6";
    private static final String NEW = "claude-sonnet-5-5";

    private final AnthropicDialect dialect = new AnthropicDialect();

    @Test
    void a_plain_request_has_the_mandatory_fields_and_no_more() {
        var encoded = TestParams.of(NEW).in(dialect);

        assertEquals("/v1/messages", encoded.path());
        assertEquals("secret", encoded.headers().get("x-api-key"));
        assertEquals("2023-06-01", encoded.headers().get("anthropic-version"));
        assertEquals(
                TestParams.json("{'model':'claude-sonnet-5-5','max_tokens':4096,'messages':[{'role':'user',"
                        + "'content':[{'type':'text','text':'Hello'}]}]}"),
                TestParams.json(encoded.body().toString()));
        assertEquals(List.of(), encoded.droppedParams());
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-haiku-20240307, true",
        "claude-sonnet-4-20250514, true",
        "claude-opus-4-1-20250805, true",
        "claude-sonnet-4-5, true",
        "claude-sonnet-4-5@20250929, true",
        "claude-haiku-4-5, true",
        "claude-opus-4-6, true",
        "some-other-model, true",
        "claude-opus-4-7, false",
        "claude-opus-4-10, false",
        "claude-sonnet-5, false",
        "claude-sonnet-5-5, false"
    })
    void models_from_4_7_on_get_no_temperature(String model, boolean taken) {
        var encoded = TestParams.of(model).temperature("0.5").in(dialect);

        assertEquals(taken, encoded.body().has("temperature"));
        assertEquals(taken ? List.of() : List.of("temperature"), encoded.droppedParams());
    }

    @Test
    void the_version_of_the_api_is_an_option_and_may_forbid_temperature() {
        var endpoint = Samples.endpoint(Map.of("version", "2026-10-21"));

        var encoded = dialect.encode(TestParams.of(OLD).temperature("0.5").params(), endpoint);

        assertEquals("2026-10-21", encoded.headers().get("anthropic-version"));
        assertEquals(List.of("temperature"), encoded.droppedParams());
    }

    @Test
    void what_it_cannot_express_is_left_out_and_named() {
        var sampling = new Sampling(
                Optional.of(new BigDecimal("1.50")),
                Optional.of(new BigDecimal("0.9")),
                Optional.of(new BigInteger("99999999999999999999")),
                List.of("\n", "END", " "),
                Optional.of(BigInteger.ONE));
        var params = with(
                TestParams.of(OLD)
                        .format(new ResponseFormat.JsonObject())
                        .choosing(ToolChoice.of(ToolChoice.Mode.REQUIRED))
                        .extra("reasoning_effort", "\"low\"")
                        .extra("user", "\"u\"")
                        .params(),
                sampling);

        var encoded = dialect.encode(params, Samples.endpoint(Map.of()));

        var body = encoded.body();
        assertEquals("1.50", body.get("temperature").toString());
        assertEquals("99999999999999999999", body.get("max_tokens").toString());
        assertEquals("[\"END\"]", body.get("stop_sequences").toString());
        assertFalse(body.has("top_p") || body.has("seed") || body.has("tool_choice"));
        assertEquals(
                List.of("tool_choice", "response_format", "top_p", "stop", "seed", "reasoning_effort", "user"),
                encoded.droppedParams());
    }

    @Test
    void a_strict_caller_is_told_which_parameter_cannot_be_expressed() {
        var asked = TestParams.of(NEW).temperature("1").strictly();

        assertEquals("temperature", refused(asked).param().orElseThrow());
        assertEquals(
                "logit_bias",
                refused(TestParams.of(NEW).extra("logit_bias", "{\"1\":2}").strictly())
                        .param()
                        .orElseThrow());
        assertEquals(FailureKind.INVALID_REQUEST, refused(asked).kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AUTO     | {'type':'auto','disable_parallel_tool_use':true}",
                "REQUIRED | {'type':'any','disable_parallel_tool_use':true}",
                "NONE     | {'type':'none'}"
            })
    void parallel_calls_can_be_forbidden(ToolChoice.Mode mode, String expected) {
        var encoded = TestParams.of(NEW)
                .tool(true)
                .choosing(ToolChoice.of(mode))
                .extra("parallel_tool_calls", "false")
                .in(dialect);

        assertEquals(TestParams.json(expected), encoded.body().get("tool_choice"));
        assertEquals(List.of(), encoded.droppedParams());
    }

    @Test
    void parallel_calls_can_be_forbidden_without_a_choice_and_allowed_without_a_word() {
        var forbidden = TestParams.of(NEW).tool(false).extra("parallel_tool_calls", "false");
        var allowed = TestParams.of(NEW).tool(false).extra("parallel_tool_calls", "true");

        assertEquals(
                TestParams.json("{'type':'auto','disable_parallel_tool_use':true}"),
                forbidden.in(dialect).body().get("tool_choice"));
        assertFalse(allowed.in(dialect).body().has("tool_choice"));
    }

    @Test
    void a_function_may_be_demanded_and_has_a_schema_even_without_parameters() {
        var body = TestParams.of(NEW)
                .tool(true)
                .choosing(ToolChoice.function("get_time"))
                .in(dialect)
                .body();

        assertEquals(
                TestParams.json("{'name':'get_time','input_schema':{'type':'object'},'strict':true}"),
                body.at("/tools/0"));
        assertEquals(TestParams.json("{'type':'tool','name':'get_time'}"), body.get("tool_choice"));
    }

    @Test
    void results_move_behind_their_calls_and_ids_are_made_where_they_would_be_refused() {
        var body = TestParams.of(NEW)
                .saying(
                        TestParams.user("Go"),
                        TestParams.assistant(null, new FunctionCall("a.1", "get_time", "[1]")),
                        TestParams.user("Quick"),
                        TestParams.assistant("Wait."),
                        TestParams.result("a.1", "noon"),
                        TestParams.result("a.1", "again"))
                .in(dialect)
                .body();

        var id = body.at("/messages/1/content/0/id").asText();
        assertTrue(id.matches("call_[0-9a-f]{24}"), id);
        assertEquals(id, body.at("/messages/2/content/0/tool_use_id").asText());
        assertEquals("noon", body.at("/messages/2/content/0/content").asText());
        assertEquals(
                "{\"arguments\":\"[1]\"}",
                body.at("/messages/1/content/0/input").toString());
        assertEquals("Quick", body.at("/messages/2/content/1/text").asText());
        assertEquals("Wait.", body.at("/messages/3/content/0/text").asText());
        assertEquals(
                "Result of the function get_time: again",
                body.at("/messages/4/content/0/text").asText());
    }

    @Test
    void a_call_without_a_result_gets_one_that_says_so() {
        var body = TestParams.of(NEW)
                .saying(TestParams.user("Go"), TestParams.assistant("On it", new FunctionCall("a", "get_time", "")))
                .in(dialect)
                .body();

        assertEquals(
                TestParams.json(
                        "{'type':'tool_result','tool_use_id':'a','content':'No result was given.','is_error':true}"),
                body.at("/messages/2/content/0"));
        assertEquals("{}", body.at("/messages/1/content/1/input").toString());
    }

    @Test
    void calls_in_a_history_without_tools_declare_what_must_not_be_called() {
        var body = TestParams.of(NEW)
                .saying(
                        TestParams.assistant(null, new FunctionCall("a", "get_time", "{}")),
                        TestParams.result("a", "noon"))
                .in(dialect)
                .body();

        assertEquals(
                "[{\"name\":\"get_time\",\"input_schema\":{\"type\":\"object\"}}]",
                body.get("tools").toString());
        assertEquals("none", body.at("/tool_choice/type").asText());
        assertEquals("Begin.", body.at("/messages/0/content/0/text").asText());
    }

    @Test
    void results_may_hold_images_or_nothing() {
        var image = new Content.Part.InlineImage("image/png", "aGk=", Optional.empty());
        var body = TestParams.of(NEW)
                .saying(
                        TestParams.user("Go"),
                        TestParams.assistant(
                                null, new FunctionCall("a", "draw", "{}"), new FunctionCall("b", "draw", "{}")),
                        new Message.ToolResult(
                                "b", Optional.empty(), new Content.Parts(List.of(TestParams.text(" "), image))),
                        TestParams.result("a", ""))
                .in(dialect)
                .body();

        assertEquals(
                "{\"type\":\"tool_result\",\"tool_use_id\":\"a\"}",
                body.at("/messages/2/content/0").toString());
        assertEquals("image", body.at("/messages/2/content/1/content/0/type").asText());
        assertEquals(1, body.at("/messages/2/content/1/content").size());
    }

    @Test
    void images_are_inline_or_by_url() {
        var body = TestParams.of(NEW)
                .saying(TestParams.user(TestParams.text("Look"), TestParams.imageUrl(), TestParams.imageUrl()))
                .in(dialect)
                .body();

        assertEquals(
                TestParams.json("{'type':'image','source':{'type':'url','url':'https://example.org/a.png'}}"),
                body.at("/messages/0/content/2"));
    }

    @ParameterizedTest
    @CsvSource({"claude-sonnet-4-5, assistant, Once", "claude-sonnet-4-6, user, Continue.", "other, user, Continue."})
    void the_assistant_has_the_last_word_only_where_the_model_goes_on(String model, String role, String text) {
        var messages = TestParams.of(model)
                .saying(TestParams.user("Tell"), TestParams.assistant("Once \n"))
                .in(dialect)
                .body()
                .get("messages");

        var last = messages.get(messages.size() - 1);
        assertEquals(role, last.get("role").asText());
        assertEquals(text, last.at("/content/0/text").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-5-sonnet-20241022, true",
        "claude-sonnet-4-5, true",
        "claude-haiku-4-5-20251001, true",
        "claude-sonnet-4-6, false",
        "claude-sonnet-5-5, false",
        "some-other-model, false"
    })
    void a_broken_text_is_continued_where_the_model_goes_on(String model, boolean continued) {
        assertEquals(
                continued, dialect.continuesText(GenerationParams.of(List.of()).withModel(model)));
    }

    @Test
    void a_broken_text_with_a_schema_is_not_continued() {
        var schema = new ResponseFormat.JsonSchema("s", Optional.empty(), Json.object(), Optional.empty());

        assertFalse(dialect.continuesText(formatted(schema)));
        assertTrue(dialect.continuesText(formatted(new ResponseFormat.JsonObject())));
    }

    private static GenerationParams formatted(ResponseFormat format) {
        return new GenerationParams(
                Optional.of("claude-sonnet-4-5"),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(format),
                Sampling.DEFAULT,
                Map.of(),
                true,
                false);
    }

    @Test
    void a_history_of_nothing_but_instructions_gets_an_opening() {
        var body = TestParams.of(NEW)
                .saying(TestParams.system("Be brief."), TestParams.system(" "))
                .in(dialect)
                .body();

        assertEquals("Be brief.", body.get("system").asText());
        assertEquals("Begin.", body.at("/messages/0/content/0/text").asText());
    }

    @Test
    void an_empty_bucket_of_a_success_is_learned() {
        var reply = Samples.reply(
                200,
                "",
                Map.of(
                        "Date", "Sun, 22 Nov 2026 10:00:00 GMT",
                        "anthropic-ratelimit-requests-remaining", "0",
                        "anthropic-ratelimit-requests-reset", "2026-11-22T11:00:07.5+01:00",
                        "anthropic-ratelimit-tokens-remaining", "0",
                        "anthropic-ratelimit-tokens-reset", "soon",
                        "anthropic-ratelimit-input-tokens-remaining", "1",
                        "anthropic-ratelimit-input-tokens-reset", "2026-11-22T12:00:00Z"));

        assertEquals(Duration.ofMillis(7500), dialect.exhaustedFor(reply));
        assertEquals(Duration.ZERO, dialect.exhaustedFor(Samples.reply(200, "", Map.of())));
    }

    private Failure refused(TestParams asked) {
        return assertThrows(ProviderException.class, () -> asked.in(dialect)).failure();
    }

    private static GenerationParams with(GenerationParams params, Sampling sampling) {
        return new GenerationParams(
                params.model(),
                List.of(),
                params.messages(),
                params.tools(),
                params.toolChoice(),
                params.responseFormat(),
                sampling,
                params.extras(),
                false,
                false);
    }
}

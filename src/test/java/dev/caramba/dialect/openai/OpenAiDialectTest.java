package dev.caramba.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caramba.dialect.Encoded;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.Samples;
import dev.caramba.dialect.TestParams;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.format.Json;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.Sampling;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Longer than other files: one list of requests, each with the body that goes out. */
final class OpenAiDialectTest {

    private static final Sampling SAMPLING = new Sampling(
            Optional.of(new BigDecimal("0.2")),
            Optional.of(new BigDecimal("0.9")),
            Optional.of(BigInteger.valueOf(64)),
            List.of("END"),
            Optional.of(BigInteger.valueOf(7)));
    private static final Tool TOOL = new Tool("get_time", Optional.empty(), Optional.empty(), Optional.of(true));

    @Test
    void a_plain_request_has_nothing_that_was_not_asked_for() {
        var encoded = encode(OpenAiFlavour.COMPATIBLE, Samples.hello("my-model"), Map.of());

        assertEquals("/chat/completions", encoded.path());
        assertEquals(
                Json.object("{\"model\":\"my-model\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}")
                        .orElseThrow(),
                encoded.body());
        assertEquals(List.of(), encoded.droppedParams());
    }

    @Test
    void options_set_the_path_the_limit_field_and_the_key_header() {
        var options = Map.of(
                "path", "openai/deployments/x/chat/completions?api-version=1",
                "max-tokens-field", "max_completion_tokens",
                "auth-header", "api-key",
                "stream-options", "false");

        var encoded = encode(
                OpenAiFlavour.COMPATIBLE,
                with(Samples.hello("m"), List.of(), SAMPLING, Map.of(), false).withStream(true),
                options);

        assertEquals("/openai/deployments/x/chat/completions?api-version=1", encoded.path());
        assertEquals("secret", encoded.headers().get("api-key"));
        assertFalse(encoded.headers().containsKey("Authorization"));
        assertEquals(64, encoded.body().get("max_completion_tokens").intValue());
        assertFalse(encoded.body().has("max_tokens"));
        assertTrue(encoded.body().get("stream").booleanValue());
        assertFalse(encoded.body().has("stream_options"));
    }

    @Test
    void a_server_that_takes_one_system_message_gets_one_and_later_ones_as_turns_of_the_user() {
        var params = TestParams.of("m")
                .saying(TestParams.system("a"), TestParams.system("b"), TestParams.user("c"), TestParams.system("d"))
                .params();

        var body = encode(OpenAiFlavour.COMPATIBLE, params, Map.of("one-system-message", "true"))
                .body();

        assertEquals(
                Json.parse("[{\"role\":\"system\",\"content\":\"a\\n\\nb\"},{\"role\":\"user\",\"content\":\"c\"},"
                                + "{\"role\":\"user\",\"content\":\"d\"}]")
                        .orElseThrow(),
                body.get("messages"));
    }

    @ParameterizedTest
    @CsvSource({
        "openai, max_completion_tokens",
        "nvidia, max_tokens",
        "lmstudio, max_tokens",
        "openai-compatible, max_tokens"
    })
    void each_flavour_has_its_own_limit_field(String name, String field) {
        var dialect = new Dialects(List.of()).named(name).orElseThrow();
        var params = with(Samples.hello("gpt-4o-mini"), List.of(), SAMPLING, Map.of(), false);

        var body = dialect.encode(params, Samples.endpoint(Map.of())).body();

        assertEquals(64, body.get(field).intValue());
    }

    @Test
    void without_a_key_no_key_header_is_sent() {
        var encoded = new OpenAiDialect(OpenAiFlavour.LMSTUDIO)
                .encode(Samples.hello("m"), new Endpoint("http://localhost:1234/v1", Optional.empty(), Map.of()));

        assertEquals(Map.of("Content-Type", "application/json", "Accept", "application/json"), encoded.headers());
    }

    @Test
    void further_parameters_are_passed_on_but_never_replace_the_dialects_own_fields() {
        Map<String, JsonNode> extras = Map.of(
                "parallel_tool_calls",
                BooleanNode.FALSE,
                "user",
                TextNode.valueOf("u1"),
                "metadata",
                NullNode.instance,
                "model",
                TextNode.valueOf("another"),
                "stream",
                BooleanNode.TRUE,
                "max_tokens",
                IntNode.valueOf(1));

        var body = encode(
                        OpenAiFlavour.OPENAI,
                        with(Samples.hello("gpt-4o-mini"), List.of(TOOL), Sampling.DEFAULT, extras, false),
                        Map.of())
                .body();

        assertFalse(body.get("parallel_tool_calls").booleanValue());
        assertEquals("u1", body.get("user").textValue());
        assertEquals("gpt-4o-mini", body.get("model").textValue());
        assertFalse(body.has("stream"));
        assertFalse(body.has("max_tokens"));
        assertFalse(body.has("metadata"));
        assertFalse(body.has("reasoning_effort"));
        assertTrue(body.at("/tools/0/function/strict").booleanValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o1",
                "o3-mini",
                "o4-mini-2025-04-16",
                "gpt-5",
                "gpt-5.1-mini",
                "gpt-6-luna",
                "ft:gpt-5-mini:o::x"
            })
    void reasoning_models_do_not_get_what_they_refuse(String model) {
        var extras = Map.<String, JsonNode>of("logprobs", BooleanNode.TRUE, "user", TextNode.valueOf("u1"));

        var encoded = encode(
                OpenAiFlavour.OPENAI,
                with(Samples.hello(model), List.of(), SAMPLING, extras, false),
                Map.of("max-tokens-field", "max_tokens"));

        assertEquals(List.of("temperature", "top_p", "stop", "logprobs"), encoded.droppedParams());
        for (var name : encoded.droppedParams()) {
            assertFalse(encoded.body().has(name), name);
        }
        assertEquals(64, encoded.body().get("max_completion_tokens").intValue());
        assertEquals(7, encoded.body().get("seed").intValue());
        assertEquals("u1", encoded.body().get("user").textValue());
    }

    @ParameterizedTest
    @CsvSource({
        "openai, gpt-4o-mini",
        "openai, gpt-5-chat-latest",
        "openai, gpt-4.1",
        "openai, omni-moderation-latest",
        "openai-compatible, gpt-6-luna",
        "nvidia, openai/gpt-oss-120b"
    })
    void other_models_get_everything(String name, String model) {
        var dialect = new Dialects(List.of()).named(name).orElseThrow();

        var encoded = dialect.encode(
                with(Samples.hello(model), List.of(), SAMPLING, Map.of(), false), Samples.endpoint(Map.of()));

        assertEquals(List.of(), encoded.droppedParams());
        assertEquals(new BigDecimal("0.2"), encoded.body().get("temperature").decimalValue());
    }

    @Test
    void a_strict_caller_is_told_which_parameter_cannot_be_sent() {
        var params = with(Samples.hello("gpt-6-luna"), List.of(), SAMPLING, Map.of(), true);

        var thrown = assertThrows(ProviderException.class, () -> encode(OpenAiFlavour.OPENAI, params, Map.of()));

        assertEquals(FailureKind.INVALID_REQUEST, thrown.failure().kind());
        assertEquals(Optional.of("temperature"), thrown.failure().param());
    }

    @ParameterizedTest
    @CsvSource({"gpt-6-luna, none", "gpt-5.6, none", "gpt-5-mini,", "gpt-5.1,", "o3,", "gpt-4o-mini,"})
    void tools_switch_reasoning_off_where_the_model_wants_it_so(String model, String effort) {
        var params = with(Samples.hello(model), List.of(TOOL), Sampling.DEFAULT, Map.of(), false);

        var body = encode(OpenAiFlavour.OPENAI, params, Map.of()).body();

        assertEquals(effort, body.path("reasoning_effort").textValue());
    }

    @Test
    void the_callers_own_reasoning_effort_wins() {
        var extras = Map.<String, JsonNode>of("reasoning_effort", TextNode.valueOf("high"));
        var params = with(Samples.hello("gpt-6-luna"), List.of(TOOL), Sampling.DEFAULT, extras, false);

        var body = encode(OpenAiFlavour.OPENAI, params, Map.of()).body();

        assertEquals("high", body.get("reasoning_effort").textValue());
    }

    @ParameterizedTest
    @CsvSource({",", "true, true", "false, false"})
    void a_schema_is_as_strict_as_the_caller_says(Boolean asked, Boolean sent) {
        var format = new ResponseFormat.JsonSchema(
                "ticket", Optional.of("A ticket"), Json.object(), Optional.ofNullable(asked));
        var hello = Samples.hello("m");
        var params = new GenerationParams(
                hello.model(),
                List.of(),
                hello.messages(),
                List.of(),
                Optional.of(ToolChoice.function("get_time")),
                Optional.of(format),
                Sampling.DEFAULT,
                Map.of(),
                false,
                false);

        var body = encode(OpenAiFlavour.COMPATIBLE, params, Map.of()).body();

        var strict = body.at("/response_format/json_schema/strict");
        assertEquals(
                Optional.ofNullable(sent),
                Optional.of(strict).filter(JsonNode::isBoolean).map(JsonNode::booleanValue));
        assertEquals(
                "A ticket", body.at("/response_format/json_schema/description").textValue());
        assertEquals("get_time", body.at("/tool_choice/function/name").textValue());
    }

    @Test
    void a_history_is_sent_as_it_is() {
        var extra = Json.object("{\"google\":{\"thought_signature\":\"abc\"}}").orElseThrow();
        var call = new FunctionCall("call_1", "get_time", "", Optional.of(extra));
        var image = new Content.Part.ImageUrl("https://example.org/a.png", Optional.of("low"));
        var params = Samples.hello("m")
                .withMessages(List.of(
                        new Message.System(new Content.Parts(List.of(new Content.Part.Text("Be brief.")))),
                        new Message.Assistant(Optional.of(new Content.Plain("")), List.of(call)),
                        new Message.ToolResult("call_1", Optional.of("get_time"), new Content.Plain("noon")),
                        new Message.Assistant(Optional.of(new Content.Plain("Noon.")), List.of()),
                        new Message.User(new Content.Parts(List.of(image)))));

        var messages = encode(OpenAiFlavour.COMPATIBLE, params, Map.of()).body().get("messages");

        assertEquals(Json.parse("""
                        [{"role":"system","content":[{"type":"text","text":"Be brief."}]},
                         {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
                          "function":{"name":"get_time","arguments":"{}"},
                          "extra_content":{"google":{"thought_signature":"abc"}}}]},
                         {"role":"tool","content":"noon","tool_call_id":"call_1"},
                         {"role":"assistant","content":"Noon."},
                         {"role":"user","content":[{"type":"image_url",
                          "image_url":{"url":"https://example.org/a.png","detail":"low"}}]}]
                        """).orElseThrow(), messages);
    }

    private static Encoded encode(OpenAiFlavour flavour, GenerationParams params, Map<String, String> options) {
        return new OpenAiDialect(flavour).encode(params, Samples.endpoint(options));
    }

    private static GenerationParams with(
            GenerationParams params,
            List<Tool> tools,
            Sampling sampling,
            Map<String, JsonNode> extras,
            boolean strict) {
        return new GenerationParams(
                params.model(),
                List.of(),
                params.messages(),
                tools,
                Optional.empty(),
                Optional.empty(),
                sampling,
                extras,
                false,
                strict);
    }
}

package dev.caramba.dialect.cohere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.Samples;
import dev.caramba.dialect.TestParams;
import dev.caramba.format.Json;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.ToolChoice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CohereRequestTest {

    private static final String MODEL = "command-a-03-2025";

    private final CohereDialect dialect = new CohereDialect();

    @Test
    void further_parameters_have_coheres_names_or_are_reported() {
        var encoded = TestParams.of(MODEL)
                .extra("top_k", "5")
                .extra("n", "2")
                .extra("user", "\"u\"")
                .extra("metadata", "null")
                .in(dialect);

        assertEquals(5, encoded.body().path("k").intValue());
        assertEquals(List.of("n", "user"), encoded.droppedParams());
    }

    @Test
    void a_strict_caller_is_refused_what_cannot_be_said() {
        var asked = TestParams.of(MODEL).extra("logit_bias", "{\"1\":2}").strictly();

        var failure =
                assertThrows(ProviderException.class, () -> asked.in(dialect)).failure();

        assertEquals(FailureKind.INVALID_REQUEST, failure.kind());
        assertEquals(Optional.of("logit_bias"), failure.param());
    }

    @Test
    void a_strict_caller_may_write_out_what_happens_anyway() {
        var asked = TestParams.of(MODEL)
                .extra("n", "1")
                .extra("logprobs", "false")
                .choosing(ToolChoice.of(ToolChoice.Mode.AUTO))
                .strictly();

        assertEquals(List.of(), asked.in(dialect).droppedParams());
    }

    @ParameterizedTest
    @CsvSource({
        "command-a-03-2025, REQUIRED, REQUIRED",
        "command-r7b-12-2024, NONE, NONE",
        "tuned-model-ft, NONE, NONE",
        "command-a-03-2025, AUTO,",
        "command-r, REQUIRED,",
        "command-r-08-2024, NONE,",
        "command-r-plus-08-2024, NONE,"
    })
    void newer_models_take_a_tool_choice(String model, ToolChoice.Mode mode, String sent) {
        var encoded =
                TestParams.of(model).tool(false).choosing(ToolChoice.of(mode)).in(dialect);

        assertEquals(sent, encoded.body().path("tool_choice").textValue());
        assertEquals(
                sent != null || mode == ToolChoice.Mode.AUTO ? List.of() : List.of("tool_choice"),
                encoded.droppedParams());
    }

    @Test
    void no_function_can_be_named() {
        var encoded = TestParams.of(MODEL)
                .tool(false)
                .choosing(ToolChoice.function("get_time"))
                .in(dialect);

        assertEquals(List.of("tool_choice"), encoded.droppedParams());
    }

    @Test
    void strict_functions_are_strict_together() {
        var body = TestParams.of(MODEL).tool(true).in(dialect).body();

        assertEquals(true, body.path("strict_tools").booleanValue());
        assertEquals(
                TestParams.json(
                        "{'type':'function','function':{'name':'get_time','parameters':{'type':'object','properties':{}}}}"),
                body.path("tools").get(0));
    }

    @Test
    void json_needs_no_schema() {
        var body = TestParams.of(MODEL)
                .format(new ResponseFormat.JsonObject())
                .in(dialect)
                .body();

        assertEquals(TestParams.json("{'type':'json_object'}"), body.path("response_format"));
    }

    @Test
    void every_call_is_answered_at_once_and_results_without_a_call_are_told() {
        var history = TestParams.of(MODEL)
                .saying(
                        TestParams.result("x", "lost"),
                        TestParams.assistant(null, new FunctionCall("a", "f", ""), new FunctionCall("b", "g", "[1]")),
                        TestParams.user("Well?"),
                        TestParams.result("b", "2"),
                        TestParams.system("Late."));

        assertEquals(
                "[{'role':'user','content':'Result of the function get_time: lost'},"
                        + "{'role':'assistant','tool_calls':["
                        + "{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}},"
                        + "{'id':'b','type':'function','function':{'name':'g','arguments':"
                        + "'{\\'arguments\\':\\'[1]\\'}'}}]},"
                        + "{'role':'tool','content':'No result was given.','tool_call_id':'a'},"
                        + "{'role':'tool','content':'2','tool_call_id':'b'},"
                        + "{'role':'user','content':'Well?'},{'role':'system','content':'Late.'}]",
                TestParams.messagesOf(history.in(dialect)));
    }

    @Test
    void an_id_that_is_used_again_means_the_call_before_it() {
        var history = TestParams.of(MODEL)
                .saying(
                        TestParams.assistant(null, new FunctionCall("a", "f", "{}")),
                        TestParams.result("a", "1"),
                        TestParams.assistant("Again.", new FunctionCall("a", "f", "{}")),
                        TestParams.result("a", "2"));

        var messages = history.in(dialect).body().path("messages");

        assertEquals("1", messages.get(1).path("content").textValue());
        assertEquals("Again.", messages.get(2).path("content").textValue());
        assertEquals("2", messages.get(3).path("content").textValue());
        assertEquals(4, messages.size());
    }

    @Test
    void users_show_images_and_silence_is_left_out() {
        var encoded = TestParams.of(MODEL)
                .saying(
                        TestParams.assistant(""),
                        new Message.System(new Content.Parts(List.of(TestParams.text("A")))),
                        TestParams.user(TestParams.text("B"), TestParams.imageUrl()))
                .in(dialect);

        assertEquals(
                "[{'role':'system','content':[{'type':'text','text':'A'}]},"
                        + "{'role':'user','content':[{'type':'text','text':'B'},"
                        + "{'type':'image_url','image_url':{'url':'https://example.org/a.png'}}]}]",
                TestParams.messagesOf(encoded));
        assertEquals(List.of(), encoded.droppedParams());
    }

    @Test
    void nobody_else_can_show_images_and_none_is_left_out() {
        var seen = new Content.Parts(List.of(TestParams.text("A"), TestParams.imageUrl()));
        var asked = TestParams.of(MODEL);

        for (var message : List.of(
                new Message.System(seen),
                new Message.Assistant(Optional.of(seen), List.of()),
                new Message.ToolResult("a", Optional.empty(), seen))) {
            assertFalse(takes(TestParams.imageUrl(), message));
            assertThrows(ProviderException.class, () -> asked.saying(message).in(dialect));
        }
        assertTrue(takes(TestParams.imageUrl(), new Message.User(seen)));
    }

    private boolean takes(Content.Part part, Message message) {
        return dialect.takes(part, message, TestParams.of(MODEL).params(), Samples.endpoint(Map.of()));
    }

    @Test
    void opaque_data_of_another_provider_is_not_passed_on() {
        var call = new FunctionCall("a", "f", "{}", Optional.of(Json.object().put("google", 1)));

        var encoded = TestParams.of(MODEL)
                .saying(TestParams.assistant(null, call), TestParams.result("a", "1"))
                .in(dialect);

        assertEquals(false, TestParams.messagesOf(encoded).contains("google"));
    }
}

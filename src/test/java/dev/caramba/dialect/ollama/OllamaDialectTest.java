package dev.caramba.dialect.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.Samples;
import dev.caramba.dialect.TestParams;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.ResponseFormat;
import dev.caramba.prompt.ToolChoice;
import dev.caramba.wire.Frame;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OllamaDialectTest {

    private static final String MODEL = "llama3.2:3b";

    private final OllamaDialect dialect = new OllamaDialect();
    private final Decoder decoder = dialect.decoder();

    @Test
    void a_plain_request_says_that_it_wants_no_stream() {
        var encoded = dialect.encode(
                Samples.hello(MODEL), new Endpoint("http://localhost:11434", Optional.empty(), Map.of()));

        assertEquals(
                TestParams.json(
                        "{'model':'llama3.2:3b','messages':[{'role':'user','content':'Hello'}],'stream':false}"),
                encoded.body());
        assertFalse(encoded.headers().containsKey("Authorization"));
    }

    @Test
    void a_key_is_sent_for_models_in_the_cloud() {
        assertEquals("Bearer secret", TestParams.of(MODEL).in(dialect).headers().get("Authorization"));
    }

    @Test
    void further_parameters_are_options_or_fields_or_reported() {
        var encoded = TestParams.of(MODEL)
                .temperature("0")
                .extra("top_k", "5")
                .extra("num_ctx", "8192")
                .extra("keep_alive", "\"5m\"")
                .extra("parallel_tool_calls", "false")
                .tool(true)
                .choosing(ToolChoice.of(ToolChoice.Mode.NONE))
                .in(dialect);

        assertEquals(
                TestParams.json("{'temperature':0,'top_k':5,'num_ctx':8192}").toString(),
                encoded.body().path("options").toString());
        assertEquals("5m", encoded.body().path("keep_alive").textValue());
        assertEquals(List.of("strict", "tool_choice", "parallel_tool_calls"), encoded.droppedParams());
    }

    @Test
    void a_strict_caller_is_refused_a_tool_choice() {
        var asked = TestParams.of(MODEL)
                .choosing(ToolChoice.of(ToolChoice.Mode.REQUIRED))
                .strictly();

        var failure =
                assertThrows(ProviderException.class, () -> asked.in(dialect)).failure();

        assertEquals(FailureKind.INVALID_REQUEST, failure.kind());
        assertEquals(Optional.of("tool_choice"), failure.param());
    }

    @Test
    void json_without_a_schema_has_a_name() {
        var body = TestParams.of(MODEL)
                .format(new ResponseFormat.JsonObject())
                .in(dialect)
                .body();

        assertEquals("json", body.path("format").textValue());
    }

    @Test
    void contents_are_one_text_with_the_images_beside_it() {
        var png = new Content.Part.InlineImage("image/png", "iVBO", Optional.of("low"));

        var encoded = TestParams.of(MODEL)
                .saying(TestParams.user(TestParams.text("A"), png, TestParams.text("B")), TestParams.assistant(null))
                .in(dialect);

        assertEquals(
                "[{'role':'user','content':'AB','images':['iVBO']},{'role':'assistant','content':''}]",
                TestParams.messagesOf(encoded));
        assertEquals(List.of("detail"), encoded.droppedParams());
    }

    @Test
    void an_image_that_must_be_fetched_is_not_taken_and_not_left_out() {
        var asked = TestParams.of(MODEL).saying(TestParams.user(TestParams.text("A"), TestParams.imageUrl()));

        assertFalse(
                dialect.takes(TestParams.imageUrl(), TestParams.user("A"), asked.params(), Samples.endpoint(Map.of())));
        assertThrows(ProviderException.class, () -> asked.in(dialect));
    }

    @Test
    void a_document_has_lines_of_its_own() {
        var file = "{'type':'file','file':{'file_data':'data:text/plain;base64,VGlkZXM='}}";
        var encoded = TestParams.sent(
                dialect,
                MODEL,
                "'messages':[{'role':'user','content':[{'type':'text','text':'A'},{'type':'text','text':'B'}," + file
                        + "," + file + ",{'type':'text','text':'C'}]}]");

        assertEquals(
                "AB\nTides\nTides\nC", encoded.body().at("/messages/0/content").textValue());
    }

    @Test
    void results_name_the_function_of_their_call() {
        var encoded = TestParams.of(MODEL)
                .saying(
                        TestParams.assistant(null, new FunctionCall("a", "f", "no JSON")),
                        TestParams.result("a", "1"),
                        TestParams.result("lost", "2"))
                .in(dialect);

        assertEquals(
                "[{'role':'assistant','content':'','tool_calls':"
                        + "[{'id':'a','function':{'name':'f','arguments':{'arguments':'no JSON'}}}]},"
                        + "{'role':'tool','content':'1','tool_call_id':'a','tool_name':'f'},"
                        + "{'role':'tool','content':'2','tool_call_id':'lost','tool_name':'get_time'}]",
                TestParams.messagesOf(encoded));
    }

    @Test
    void calls_without_an_id_get_different_ones_and_wait_for_the_end() {
        var call = "{'function':{'name':'f','arguments':{}}}";
        decode("{'model':'m','message':{'content':'','tool_calls':[" + call + "]},'done':false}");

        var events = decode("{'message':{'content':'','tool_calls':[" + call + "]},'done':true,'done_reason':'stop'}");

        var first = ((Event.ToolCall) events.get(0)).function();
        var second = ((Event.ToolCall) events.get(1)).function();
        assertNotEquals(first.id(), second.id());
        assertEquals(new Event.Done(FinishReason.TOOL_CALLS, Optional.empty()), events.get(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{broken",
                "[]",
                "{}",
                "{'done':true}",
                "{'message':7}",
                "{'message':{'content':7}}",
                "{'message':{'tool_calls':{}}}",
                "{'message':{'tool_calls':[7]}}"
            })
    void what_cannot_be_read_is_a_protocol_failure(String line) {
        assertEquals(FailureKind.PROTOCOL, failureOf(line).kind());
    }

    @Test
    void a_whole_answer_that_is_not_done_is_a_protocol_failure() {
        var thrown = assertThrows(
                ProviderException.class, () -> dialect.decodeWhole("{\"message\":{\"content\":\"A\"},\"done\":false}"));

        assertEquals(FailureKind.PROTOCOL, thrown.failure().kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':'model runner has unexpectedly stopped'}                            | UNAVAILABLE",
                "{'error':'the prompt is longer than the context length of the model'}        | CONTEXT_LENGTH",
                "{'error':'server busy, please try again'}                                    | OVERLOADED"
            })
    void an_error_line_is_a_failure_of_its_own_kind(String line, FailureKind kind) {
        assertEquals(kind, failureOf(line).kind());
    }

    @Test
    void a_page_that_is_not_there_is_not_found() {
        var failure = dialect.classify(Samples.reply(404, "404 page not found", Map.of()));

        assertEquals(FailureKind.NOT_FOUND, failure.kind());
        assertEquals("404 page not found", failure.message());
    }

    private List<Event> decode(String line) {
        return decoder.decode(new Frame("", line.replace('\'', '"'), true));
    }

    private Failure failureOf(String line) {
        return assertThrows(ProviderException.class, () -> decode(line)).failure();
    }
}

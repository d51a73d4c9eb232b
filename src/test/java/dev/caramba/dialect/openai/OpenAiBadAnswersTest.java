package dev.caramba.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.dialect.Meaning;
import dev.caramba.dialect.Samples;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.ProviderException;
import dev.caramba.wire.Frame;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenAiBadAnswersTest {

    private static final Event START = new Event.Start(Optional.of("r1"), Optional.of("m"));

    private final OpenAiDecoder decoder = new OpenAiDecoder();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{broken",
                "17",
                "[1]",
                "{}",
                "{\"object\":\"chat.completion.chunk\"}",
                "{\"choices\":7}",
                "{\"choices\":[7]}",
                "{\"choices\":[{\"delta\":7}]}",
                "{\"choices\":[{\"delta\":{\"content\":7}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":{}}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[7]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"a\"}]},\"finish_reason\":\"stop\"}]}",
                "{\"choices\":[],\"n\":1e99999999999}",
                "<html></html>",
                "[DONE]"
            })
    void what_cannot_be_read_is_a_protocol_failure(String data) {
        assertEquals(FailureKind.PROTOCOL, failureOf("", data).kind());
    }

    @Test
    void a_json_bomb_is_a_protocol_failure() {
        var nested = "{\"choices\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}";

        assertEquals(FailureKind.PROTOCOL, failureOf("", nested).kind());
        assertEquals(
                FailureKind.PROTOCOL,
                assertThrows(ProviderException.class, () -> OpenAiDecoder.decodeWhole(nested))
                        .failure()
                        .kind());
    }

    @Test
    void absurd_numbers_are_no_numbers() {
        var absurd = "\"created\":1e999999999,\"usage\":{\"prompt_tokens\":1e999999999},\"choices\"";
        var events = decode(text("Hi").replace("\"choices\"", absurd).replace("\"index\":0", "\"index\":1e-999999999"));

        assertEquals(List.of(START, new Event.Chunk("Hi")), events);
        assertEquals(
                FailureKind.UNAVAILABLE,
                failureOf("", "{\"error\":{\"message\":\"m\",\"code\":1e999999999}}")
                        .kind());
    }

    @Test
    void an_error_that_is_nested_as_deep_as_json_may_be_has_a_message() {
        var nested = "{\"error\":".repeat(900) + "\"x\"" + "}".repeat(900);

        assertEquals(FailureKind.UNAVAILABLE, failureOf("", nested).kind());
        assertEquals(
                FailureKind.UNAVAILABLE, failureOf("error", "[".repeat(9_000)).kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| {'error':{'message':'no','code':429}}                            | RATE_LIMITED",
                "| {'error':{'message':'no','code':'502'}}                          | UNAVAILABLE",
                "| {'error':{'message':'no','code':'context_length_exceeded'}}      | CONTEXT_LENGTH",
                "| {'error':{'message':'no','type':'insufficient_quota'}}           | QUOTA_EXHAUSTED",
                "| {'error':{'message':'no','type':'invalid_request_error'}}        | INVALID_REQUEST",
                "| {'error':{'message':'no','type':'rate_limit_error'}}             | RATE_LIMITED",
                "| {'error':'The server is busy'}                                   | OVERLOADED",
                "| {'error':['no']}                                                 | UNAVAILABLE",
                "| {'error':'Unexpected endpoint or method. (POST /x)'}             | NOT_FOUND",
                "| {'object':'error','message':'no','type':'x','code':404}          | NOT_FOUND",
                "| {'choices':[{'delta':{},'finish_reason':'error'}]}               | PROTOCOL   ",
                "| {'choices':[{'delta':{},'error':{'code':504,'message':'no'}}]}   | TIMEOUT",
                "| {'choices':[{'delta':{}}],'error':{'code':503,'message':'no'}}   | UNAVAILABLE",
                "error | {'message':'Context size has been exceeded.'}               | CONTEXT_LENGTH",
                "error | Something broke                                             | UNAVAILABLE"
            })
    void an_error_inside_the_stream_is_a_failure_of_its_own_kind(String event, String data, FailureKind kind) {
        assertEquals(
                kind,
                failureOf(event == null ? "" : event, data.replace('\'', '"')).kind());
    }

    @Test
    void the_status_that_an_error_names_is_the_failures_status() {
        var failure = failureOf("", "{\"error\":{\"message\":\"Provider returned error\",\"code\":502}}");

        assertEquals(Optional.of(502), failure.status());
        assertEquals("Provider returned error", failure.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "{}", "[]", "false"})
    void an_empty_error_is_none(String error) {
        var events = decode(text("Hi").replace("\"choices\"", "\"error\":" + error + ",\"choices\""));

        assertEquals(List.of(START, new Event.Chunk("Hi")), events);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<!doctype html><title>Login</title>", "", "[]", "{}", "{\"choices\":[]}", "{\"choices\":[{}]}"})
    void a_whole_answer_that_is_none_is_a_protocol_failure(String body) {
        var thrown = assertThrows(ProviderException.class, () -> OpenAiDecoder.decodeWhole(body));

        assertEquals(FailureKind.PROTOCOL, thrown.failure().kind());
    }

    private List<Event> decode(String data) {
        return Meaning.of(decoder.decode(new Frame("", data, true)));
    }

    private Failure failureOf(String event, String data) {
        return assertThrows(ProviderException.class, () -> decoder.decode(new Frame(event, data, true)))
                .failure();
    }

    private static String text(String text) {
        return Samples.chunk("{\"content\":\"" + text + "\"}", "");
    }
}

package dev.caramba.dialect.cohere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Samples;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ProviderException;
import dev.caramba.generation.Usage;
import dev.caramba.wire.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CohereAnswerTest {

    private static final Event START = new Event.Start(Optional.of("r1"), Optional.empty());
    private static final String END = "{'type':'message-end','delta':{'finish_reason':'%s'}}";

    private final CohereDialect dialect = new CohereDialect();
    private final Decoder decoder = dialect.decoder();

    @ParameterizedTest
    @CsvSource({
        "COMPLETE, STOP",
        "STOP_SEQUENCE, STOP",
        "MAX_TOKENS, LENGTH",
        "TOOL_CALL, TOOL_CALLS",
        "ERROR_TOXIC, CONTENT_FILTER",
        "USER_CANCEL, OTHER"
    })
    void knows_coheres_finish_reasons(String told, FinishReason expected) {
        assertEquals(
                List.of(
                        new Event.Start(Optional.empty(), Optional.empty()),
                        new Event.Done(expected, Optional.empty())),
                decode(END.formatted(told)));
        assertTrue(decoder.complete());
        assertEquals(List.of(), decode("{broken"));
        assertEquals(List.of(), decoder.end());
    }

    @Test
    void a_done_mark_alone_ends_nothing() {
        decode("{'type':'message-start','id':'r1'}");

        assertEquals(List.of(), decode("[DONE]"));
        assertFalse(decoder.complete());
        assertEquals(
                FailureKind.NETWORK,
                assertThrows(ProviderException.class, decoder::end).failure().kind());
    }

    @Test
    void a_call_that_the_limit_cut_is_left_out() {
        decode("{'type':'message-start','id':'r1'}");
        decode("{'type':'tool-call-start','index':0,'delta':{'message':{'tool_calls':"
                + "{'id':'a','function':{'name':'f','arguments':'{'}}}}}");

        assertEquals(
                List.of(new Event.Done(FinishReason.LENGTH, Optional.empty())), decode(END.formatted("MAX_TOKENS")));
    }

    @Test
    void what_is_billed_stands_in_for_tokens_that_are_not_told() {
        var events = dialect.decodeWhole(
                "{\"id\":\"r1\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"A\"},"
                        + "{\"type\":\"thinking\",\"thinking\":\"hm\"},{\"type\":\"text\",\"text\":\"B\"}],\"tool_plan\":\"p\"},"
                        + "\"finish_reason\":\"COMPLETE\",\"usage\":{\"billed_units\":{\"input_tokens\":3.0,\"output_tokens\":1}}}");

        assertEquals(
                List.of(
                        START,
                        new Event.Reasoning("p"),
                        new Event.Reasoning("hm"),
                        new Event.Chunk("AB"),
                        new Event.Done(FinishReason.STOP, Optional.of(Usage.of(3, 1)))),
                events);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'citation-start','delta':7}",
                "{'type':'content-end','index':0}",
                "{'type':'new-thing','id':'r1','text':'no answer'}"
            })
    void events_of_other_types_are_skipped(String event) {
        assertEquals(List.of(), decode(event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{broken",
                "17",
                "{}",
                "{'type':'content-delta'}",
                "{'type':'content-delta','delta':{'message':{'content':{'text':7}}}}",
                "{'type':'tool-call-start','delta':{'message':{'tool_calls':[]}}}",
                "{'type':'message-end'}"
            })
    void what_cannot_be_read_is_a_protocol_failure(String event) {
        assertEquals(FailureKind.PROTOCOL, failureOf(event).kind());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'message-end','delta':{'finish_reason':'ERROR','error':'too many tokens: 9'}} | CONTEXT_LENGTH",
                "{'type':'message-end','delta':{'finish_reason':'TIMEOUT'}}                            | TIMEOUT",
                "{'id':'e','message':'internal server error'}                                          | UNAVAILABLE",
                "{'type':'error','message':'the server is busy'}                                       | OVERLOADED"
            })
    void an_error_inside_the_stream_is_a_failure_of_its_own_kind(String event, FailureKind kind) {
        assertEquals(kind, failureOf(event).kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{}", "<html>", "{\"message\":{\"content\":7}}", "{\"message\":{\"content\":[7]}}"})
    void a_whole_answer_that_is_none_is_a_protocol_failure(String body) {
        var thrown = assertThrows(ProviderException.class, () -> dialect.decodeWhole(body));

        assertEquals(FailureKind.PROTOCOL, thrown.failure().kind());
    }

    @Test
    void a_whole_answer_can_tell_of_an_error() {
        var body = "{\"message\":{\"content\":[]},\"finish_reason\":\"ERROR\",\"error\":\"worker died\"}";

        var failure = assertThrows(ProviderException.class, () -> dialect.decodeWhole(body))
                .failure();

        assertEquals(FailureKind.UNAVAILABLE, failure.kind());
        assertEquals("worker died", failure.message());
    }

    @ParameterizedTest
    @CsvSource({"498, CONTENT_FILTER", "499, NETWORK", "501, UNAVAILABLE", "503, OVERLOADED", "405, INVALID_REQUEST"})
    void statuses_of_its_own_have_kinds(int status, FailureKind kind) {
        var failure = dialect.classify(
                Samples.reply(status, "{\"message\":\"m\"}", Map.of("retry-after", "3", "X-Debug-Trace-Id", "t")));

        assertEquals(kind, failure.kind());
        assertEquals(Optional.of("t"), failure.requestId());
        assertEquals(
                kind == FailureKind.OVERLOADED || kind == FailureKind.UNAVAILABLE
                        ? Optional.of(Duration.ofSeconds(3))
                        : Optional.empty(),
                failure.retryAfter());
    }

    private List<Event> decode(String data) {
        return decoder.decode(new Frame("", data.replace('\'', '"'), true));
    }

    private Failure failureOf(String data) {
        return assertThrows(ProviderException.class, () -> decode(data)).failure();
    }
}

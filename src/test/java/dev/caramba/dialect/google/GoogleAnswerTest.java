package dev.caramba.dialect.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.Decoder;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ProviderException;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.wire.Frame;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoogleAnswerTest {

    private static final Event START = new Event.Start(Optional.of("r1"), Optional.of("g"));
    private static final String HI = piece("[{'text':'Hi'}]", "");

    private final GoogleDialect dialect = new GoogleDialect();
    private final Decoder decoder = dialect.decoder();

    @Test
    void the_end_of_the_body_is_the_end_of_the_answer() {
        assertEquals(List.of(START, new Event.Chunk("Hi")), decode(HI));
        assertFalse(decoder.complete());
        assertEquals(List.of(), decode(piece("[]", "STOP")));
        assertTrue(decoder.complete());
        assertEquals(List.of(new Event.Chunk(" you")), decode(piece("[{'text':' you'}]", "")));
        assertEquals(
                List.of(),
                decode("{'usageMetadata':{'promptTokenCount':3,'candidatesTokenCount':4,'totalTokenCount':7}}"));

        assertEquals(List.of(new Event.Done(FinishReason.STOP, Optional.of(Usage.of(3, 4)))), decoder.end());
        assertEquals(List.of(), decoder.end());
        assertEquals(List.of(), decode("{broken"));
    }

    @Test
    void the_end_of_the_body_before_a_finish_reason_is_a_network_failure() {
        decode(HI);

        assertEquals(
                FailureKind.NETWORK,
                assertThrows(ProviderException.class, decoder::end).failure().kind());
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, STOP",
        "MAX_TOKENS, LENGTH",
        "CONTINUATION, LENGTH",
        "SAFETY, CONTENT_FILTER",
        "RECITATION, CONTENT_FILTER",
        "LANGUAGE, CONTENT_FILTER",
        "BLOCKLIST, CONTENT_FILTER",
        "PROHIBITED_CONTENT, CONTENT_FILTER",
        "SPII, CONTENT_FILTER",
        "IMAGE_SAFETY, CONTENT_FILTER",
        "IMAGE_PROHIBITED_CONTENT, CONTENT_FILTER",
        "IMAGE_RECITATION, CONTENT_FILTER",
        "IMAGE_OTHER, OTHER",
        "NO_IMAGE, OTHER",
        "OTHER, OTHER",
        "MALFORMED_FUNCTION_CALL, OTHER",
        "UNEXPECTED_TOOL_CALL, OTHER",
        "FINISH_REASON_UNSPECIFIED, OTHER"
    })
    void knows_the_finish_reasons(String told, FinishReason expected) {
        decode(piece("[]", told));

        assertEquals(List.of(new Event.Done(expected, Optional.empty())), decoder.end());
    }

    @Test
    void calls_get_ids_of_their_own_that_are_the_same_each_time() {
        var calls = "[{'functionCall':{'name':'f'},'thoughtSignature':'c2ln'},{'functionCall':{'name':'f','args':{}}}]";
        var first = decode(piece(calls, "STOP"));
        var again = dialect.decoder().decode(frame(piece(calls, "STOP")));
        var other = dialect.decoder().decode(frame(piece(calls, "STOP").replace("r1", "r2")));

        assertEquals(first, again);
        assertNotEquals(call(first, 1).id(), call(first, 2).id());
        assertNotEquals(call(first, 1).id(), call(other, 1).id());
        assertEquals("{}", call(first, 1).arguments());
        assertEquals(
                "{\"google\":{\"thought_signature\":\"c2ln\"}}",
                call(first, 1).extraContent().orElseThrow().toString());
        assertEquals(Optional.empty(), call(first, 2).extraContent());
        assertEquals(List.of(new Event.Done(FinishReason.TOOL_CALLS, Optional.empty())), decoder.end());
    }

    @Test
    void answers_without_an_id_are_told_apart_by_their_usage() {
        var body = "{'candidates':[{'content':{'parts':[{'functionCall':{'name':'f'}}]},'finishReason':'STOP'}],"
                + "'usageMetadata':{'promptTokenCount':%d}}";

        var first = dialect.decodeWhole(body.formatted(3).replace('\'', '"'));
        var later = dialect.decodeWhole(body.formatted(30).replace('\'', '"'));

        assertNotEquals(call(first, 1).id(), call(later, 1).id());
    }

    @Test
    void thoughts_are_told_apart_and_parts_of_other_kinds_are_passed_over() {
        var events = decode(piece(
                "[{'text':'hm','thought':true},{'executableCode':{}},{'text':''},{'text':'Hi','thoughtSignature':'c2ln'}]",
                ""));

        assertEquals(List.of(START, new Event.Reasoning("hm"), new Event.Chunk("Hi")), events);
    }

    @Test
    void a_stream_may_come_as_one_list() {
        var body = ("[" + HI + "," + piece("[{'text':'!'}]", "STOP") + "]").replace('\'', '"');
        var expected = List.of(
                START,
                new Event.Chunk("Hi"),
                new Event.Chunk("!"),
                new Event.Done(FinishReason.STOP, Optional.empty()));

        assertEquals(expected, dialect.decodeWhole(body));
        assertEquals(expected.subList(0, 3), decoder.decode(new Frame("", body, false)));
        assertEquals(expected.subList(3, 4), decoder.end());
    }

    @Test
    void a_prompt_that_is_blocked_is_a_content_filter() {
        var failure =
                failureOf("{'promptFeedback':{'blockReason':'JAILBREAK'},'usageMetadata':{'promptTokenCount':6}}");

        assertEquals(FailureKind.CONTENT_FILTER, failure.kind());
        assertTrue(failure.message().contains("JAILBREAK"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':{'code':503,'message':'m','status':'UNAVAILABLE'}}       | OVERLOADED",
                "[{'error':{'code':500,'message':'m','status':'INTERNAL'}}]        | UNAVAILABLE",
                "{'error':{'code':429,'message':'m','status':'RESOURCE_EXHAUSTED'}} | RATE_LIMITED",
                "{'error':{'message':'m'}}                                         | UNAVAILABLE"
            })
    void an_error_in_the_stream_keeps_its_kind(String error, FailureKind kind) {
        decode(HI);

        assertEquals(kind, failureOf(error).kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{broken",
                "17",
                "'text'",
                "[17]",
                "[DONE]",
                "{'candidates':7}",
                "{'candidates':[7]}",
                "{'candidates':[{'content':{'parts':7}}]}",
                "{'candidates':[{'content':{'parts':[7]}}]}",
                "{'candidates':[{'content':{'parts':[{'functionCall':{}}]}}]}",
                "{'candidates':[],'n':1e99999999999}"
            })
    void what_cannot_be_read_is_a_protocol_failure(String data) {
        assertEquals(FailureKind.PROTOCOL, failureOf(data).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "<html></html>", "{\"candidates\":[]}", "{\"usageMetadata\":{}}"})
    void a_whole_answer_without_a_candidate_is_a_protocol_failure(String body) {
        var e = assertThrows(ProviderException.class, () -> dialect.decodeWhole(body));

        assertEquals(FailureKind.PROTOCOL, e.failure().kind());
    }

    @Test
    void a_json_bomb_is_a_protocol_failure() {
        assertEquals(
                FailureKind.PROTOCOL,
                failureOf("[".repeat(100_000) + "]".repeat(100_000)).kind());
        assertEquals(
                FailureKind.PROTOCOL,
                failureOf("[".repeat(900) + "]".repeat(900)).kind());
    }

    @Test
    void an_open_last_event_counts_when_it_is_whole() {
        assertEquals(List.of(), decoder.decode(new Frame("", "{\"candid", false)));
        assertEquals(
                2, decoder.decode(new Frame("", HI.replace('\'', '"'), false)).size());
    }

    @Test
    void figures_that_are_no_counts_are_left_out() {
        decode(piece("[]", "STOP"));
        decode(
                "{'usageMetadata':{'promptTokenCount':-3,'candidatesTokenCount':9223372036854775807,'thoughtsTokenCount':1}}");

        var usage = ((Event.Done) decoder.end().get(0)).usage();
        assertEquals(Optional.empty(), usage.map(Usage::outputTokens).filter(OptionalLong::isPresent));
    }

    private List<Event> decode(String data) {
        return decoder.decode(frame(data));
    }

    private Failure failureOf(String data) {
        return assertThrows(ProviderException.class, () -> decode(data)).failure();
    }

    private static FunctionCall call(List<Event> events, int index) {
        return ((Event.ToolCall) events.get(index)).function();
    }

    private static Frame frame(String data) {
        return new Frame("", data.replace('\'', '"'), true);
    }

    private static String piece(String parts, String finish) {
        var reason = finish.isEmpty() ? "" : ",'finishReason':'" + finish + "'";
        return "{'candidates':[{'content':{'parts':" + parts + "}" + reason
                + "}],'responseId':'r1','modelVersion':'g'}";
    }
}

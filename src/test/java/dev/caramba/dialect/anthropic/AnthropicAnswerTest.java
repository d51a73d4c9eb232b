package dev.caramba.dialect.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.Meaning;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ProviderException;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Seal;
import dev.caramba.prompt.WireFormat;
import dev.caramba.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Longer than other files: one list of answers, each with the body that the API writes. */
final class AnthropicAnswerTest {

    private static final String START =
            "{'type':'message_start','message':{'id':'m1','model':'c','usage':{'input_tokens':3,'output_tokens':1}}}";
    private static final String TEXT =
            "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Hi'}}";
    private static final String STOP = "{'type':'message_stop'}";

    private final AnthropicDialect dialect = new AnthropicDialect();
    private final Decoder decoder = dialect.decoder();

    @Test
    void the_stop_reason_completes_the_answer_and_the_stop_event_ends_it() {
        assertEquals(List.of(new Event.Start(Optional.of("m1"), Optional.of("c"))), decode(START));
        assertEquals(List.of(new Event.Chunk("Hi")), decode(TEXT));
        assertFalse(decoder.complete());

        assertEquals(List.of(), decode(finish("end_turn")));
        assertTrue(decoder.complete());
        assertEquals(List.of(done(FinishReason.STOP, 3, 7)), decode(STOP));
        assertEquals(List.of(), decode("{broken"));
        assertEquals(List.of(), decoder.end());
    }

    @Test
    void the_end_of_the_body_ends_an_answer_that_said_why_it_ends() {
        decode(START, TEXT, finish("max_tokens"));

        assertEquals(List.of(done(FinishReason.LENGTH, 3, 7)), plain(decoder.end()));
        assertEquals(List.of(), decoder.end());
    }

    @Test
    void the_end_of_the_body_before_is_a_network_failure() {
        decode(START, TEXT);

        assertEquals(
                FailureKind.NETWORK,
                assertThrows(ProviderException.class, decoder::end).failure().kind());
    }

    @Test
    void the_tokens_of_the_prompt_are_known_before_the_end() {
        assertEquals(Optional.empty(), decoder.usage());

        decode(START, TEXT);

        assertEquals(OptionalLong.of(3), decoder.usage().orElseThrow().inputTokens());
        assertEquals(OptionalLong.empty(), decoder.usage().orElseThrow().outputTokens());
    }

    @Test
    void a_stop_without_a_reason_is_an_end_whose_output_nobody_counted() {
        decode(START);

        var usage = new Usage(
                OptionalLong.of(3),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
        assertEquals(List.of(new Event.Done(FinishReason.OTHER, Optional.of(usage))), decode(STOP));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP",
        "tool_use, TOOL_CALLS",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "refusal, CONTENT_FILTER",
        "pause_turn, OTHER",
        "compaction, OTHER"
    })
    void knows_the_stop_reasons(String told, FinishReason expected) {
        decode(START, finish(told));

        assertEquals(List.of(done(expected, 3, 7)), decode(STOP));
    }

    @Test
    void calls_are_given_out_whole_though_their_blocks_were_never_closed() {
        var events =
                decode(START, call(1, "a"), piece(1, "{\\\"x\\\":"), call(2, "b"), piece(1, "1}"), finish("tool_use"));

        assertEquals(
                List.of(
                        new Event.ToolCall(0, new FunctionCall("a", "f", "{\"x\":1}")),
                        new Event.ToolCall(1, new FunctionCall("b", "f", "{}"))),
                Meaning.of(events).subList(1, 3));
    }

    @Test
    void a_call_that_the_limit_cut_is_left_out_and_any_other_keeps_what_the_model_wrote() {
        decode(START, call(0, "a"), piece(0, "{\\\"x\\\":"));
        assertEquals(List.of(), decode(finish("max_tokens")));

        var other = dialect.decoder();
        other.decode(frame(START));
        other.decode(frame(call(0, "a")));
        other.decode(frame(piece(0, "{\\\"x\\\":")));
        assertEquals(
                List.of(new Event.ToolCall(0, new FunctionCall("a", "f", "{\"x\":"))),
                other.decode(frame(finish("tool_use"))));
    }

    @Test
    void what_is_not_known_is_no_text() {
        var events = decode(
                "{'type':'ping'}",
                START,
                "{'type':'content_block_start','index':0,'content_block':{'type':'server_tool_use','id':'s','input':{}}}",
                piece(0, "{"),
                "{'type':'content_block_start','index':1,'content_block':{'type':'redacted_thinking','data':'x'}}",
                "{'type':'content_block_delta','index':1,'delta':{'type':'novel_delta','text':'no'}}",
                "{'type':'novel'}",
                "{'type':'content_block_start','index':2,'content_block':{'type':'text','text':'Hi'}}");

        var seal = new Seal("anthropic-claude-v1", Optional.empty(), Optional.of("x"));
        assertEquals(
                List.of(new Event.Reasoning(0, "", Optional.of(seal)), new Event.Chunk("Hi")),
                events.subList(1, events.size()));
    }

    @Test
    void every_piece_is_carried_in_its_place_and_what_concerns_the_whole_at_the_end() {
        var pieces = List.of(
                START,
                "{'type':'content_block_start','index':0,'content_block':{'type':'hologram','depth':3}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'hologram_delta','voxels':[1,2]}}",
                "{'type':'content_block_stop','index':0}",
                "{'type':'ping'}",
                call(1, "a"),
                piece(1, "{}"),
                "{'type':'novel'}",
                finish("tool_use"));
        var events = decoded(Stream.concat(pieces.stream(), Stream.of(STOP)).toArray(String[]::new));

        assertEquals(
                pieces.stream().map(piece -> piece.replace('\'', '"')).toList(),
                events.stream()
                        .flatMap(event -> event.original(WireFormat.MESSAGES).stream())
                        .map(piece -> piece.json().toString())
                        .toList());
        assertEquals(
                List.of(false, true, true, false, false, false),
                events.stream()
                        .filter(Event.Other.class::isInstance)
                        .map(Event::commits)
                        .toList());
    }

    @Test
    void a_whole_answer_carries_itself_and_the_blocks_that_no_event_tells() {
        var body =
                "{'id':'m1','type':'message','content':[{'type':'text','text':'Hi','citations':[{'cited_text':'x'}]},"
                        + "{'type':'web_search_tool_result','content':[]}],'stop_reason':'end_turn','usage':{'output_tokens':1}}";

        var events = dialect.decodeWhole(body.replace('\'', '"'));

        assertEquals(
                List.of("content_block_delta", "content_block_start", "content_block_stop", "message"),
                events.stream()
                        .flatMap(event -> event.original(WireFormat.MESSAGES).stream())
                        .map(piece -> piece.json().path("type").asText())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'overloaded_error','message':'m'}      | OVERLOADED",
                "{'type':'rate_limit_error','message':'m'}      | RATE_LIMITED",
                "{'type':'api_error','message':'m'}             | UNAVAILABLE",
                "{'type':'timeout_error','message':'m'}         | TIMEOUT",
                "{'type':'billing_error','message':'m'}         | QUOTA_EXHAUSTED",
                "{'type':'invalid_request_error','message':'m'} | INVALID_REQUEST"
            })
    void an_error_in_the_stream_keeps_its_kind_and_request(String error, FailureKind kind) {
        decode(START, TEXT);

        var failure = failureOf("{'type':'error','error':" + error + ",'request_id':'r1'}");

        assertEquals(kind, failure.kind());
        assertEquals("m", failure.message());
        assertEquals(Optional.of("r1"), failure.requestId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{broken",
                "17",
                "[]",
                "{'type':'message_start'}",
                "{'type':'message_stop'}",
                "{'type':'message_delta','delta':{'stop_reason':'end_turn'}}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':'Hi'}}"
            })
    void a_stream_that_does_not_begin_with_a_message_is_a_protocol_failure(String data) {
        assertEquals(FailureKind.PROTOCOL, failureOf(data).kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'content_block_start','index':0}",
                "{'type':'content_block_start','index':0,'content_block':{'type':'text'}}",
                "{'type':'content_block_delta','index':0,'delta':7}",
                "{'type':'content_block_delta','index':0,'delta':{'type':'text_delta','text':7}}",
            })
    void a_hole_in_a_stream_is_a_protocol_failure(String data) {
        decode(START);

        assertEquals(FailureKind.PROTOCOL, failureOf(data).kind());
    }

    @Test
    void a_call_without_a_name_is_a_protocol_failure() {
        decode(START, call(0, "a").replace("'f'", "''"));

        assertEquals(FailureKind.PROTOCOL, failureOf(finish("tool_use")).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "<html></html>", "{}", "{'content':7}", "{'content':[7]}"})
    void a_whole_answer_without_content_is_a_protocol_failure(String body) {
        var e = assertThrows(ProviderException.class, () -> dialect.decodeWhole(body.replace('\'', '"')));

        assertEquals(FailureKind.PROTOCOL, e.failure().kind());
    }

    @Test
    void a_json_bomb_is_a_protocol_failure() {
        var bomb = "{'content':" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertEquals(FailureKind.PROTOCOL, failureOf(bomb).kind());
        assertThrows(ProviderException.class, () -> dialect.decodeWhole(bomb));
    }

    @Test
    void figures_that_are_no_counts_are_left_out() {
        var events = dialect.decodeWhole(
                ("{'content':[],'usage':{'input_tokens':9223372036854775807,'cache_read_input_tokens':2,"
                                + "'output_tokens':-1}}")
                        .replace('\'', '"'));

        var usage = ((Event.Done) events.get(1)).usage().orElseThrow();
        assertEquals(OptionalLong.empty(), usage.inputTokens());
        assertEquals(OptionalLong.empty(), usage.outputTokens());
        assertEquals(OptionalLong.of(2), usage.cachedInputTokens());
    }

    @Test
    void an_error_may_stand_in_a_whole_answer() {
        var body = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";

        var e = assertThrows(ProviderException.class, () -> dialect.decodeWhole(body));

        assertEquals(FailureKind.OVERLOADED, e.failure().kind());
    }

    /** Returns what the events say, without the pieces that they carry. */
    private List<Event> decode(String... data) {
        return decoded(data).stream()
                .filter(event -> !(event instanceof Event.Other))
                .map(Event::plain)
                .toList();
    }

    private List<Event> decoded(String... data) {
        var events = new ArrayList<Event>();
        for (var each : data) {
            events.addAll(decoder.decode(frame(each)));
        }
        return events;
    }

    private static List<Event> plain(List<Event> events) {
        return events.stream().map(Event::plain).toList();
    }

    private Failure failureOf(String data) {
        return assertThrows(ProviderException.class, () -> decode(data)).failure();
    }

    private static Frame frame(String data) {
        return new Frame("", data.replace('\'', '"'), true);
    }

    private static String call(int index, String id) {
        return "{'type':'content_block_start','index':%d,'content_block':{'type':'tool_use','id':'%s','name':'f','input':{}}}"
                .formatted(index, id);
    }

    private static String piece(int index, String json) {
        return "{'type':'content_block_delta','index':%d,'delta':{'type':'input_json_delta','partial_json':'%s'}}"
                .formatted(index, json);
    }

    private static String finish(String reason) {
        return "{'type':'message_delta','delta':{'stop_reason':'%s'},'usage':{'output_tokens':7}}".formatted(reason);
    }

    private static Event done(FinishReason reason, long input, long output) {
        return new Event.Done(reason, Optional.of(Usage.of(input, output)));
    }
}

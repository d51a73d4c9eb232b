package dev.caramba.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.dialect.Meaning;
import dev.caramba.dialect.Samples;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ProviderException;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenAiToolCallsTest {

    private static final String STOP = Samples.chunk("{}", "stop");

    private final OpenAiDecoder decoder = new OpenAiDecoder();

    @Test
    void fragments_make_one_call_that_is_given_out_at_the_finish() {
        decode(call("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":null}}"));
        decode(call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}"));
        decode(call("{\"index\":0,\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\"\"}}"));
        decode(call("{\"index\":0,\"function\":{\"arguments\":\":1}\"}}"));

        var events = decode(STOP);

        assertEquals(
                List.of(
                        new Event.ToolCall(0, new FunctionCall("b", "g", "{}")),
                        new Event.ToolCall(1, new FunctionCall("a", "f", "{\"n\":1}"))),
                events);
        assertEquals(List.of(new Event.Done(FinishReason.TOOL_CALLS, Optional.empty())), decoder.end());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // told apart by id, by name, by being complete, by position, by id although every index is 0
                "{'id':'a','function':{'name':'f','arguments':'{}'}},{'id':'b','function':{'name':'f','arguments':'{}'}}",
                "{'function':{'name':'f','arguments':''}},{'function':{'name':'g','arguments':''}}",
                "{'function':{'name':'f','arguments':{}}},{'function':{'name':'f','arguments':{}}}",
                "{'index':1,'function':{'name':'f'}},{'index':2,'function':{'name':'f'}}",
                "{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}},"
                        + "{'index':0,'id':'b','function':{'name':'f','arguments':'{}'}}"
            })
    void two_calls_are_told_apart(String calls) {
        var events = Stream.concat(decode(call(calls.replace('\'', '"'))).stream(), decode(STOP).stream())
                .filter(Event.ToolCall.class::isInstance)
                .toList();

        assertEquals(2, events.size());
        var first = ((Event.ToolCall) events.get(0)).function();
        var second = ((Event.ToolCall) events.get(1)).function();
        assertNotEquals(first.id(), second.id());
        assertEquals("{}", first.arguments());
        assertEquals("{}", second.arguments());
    }

    @Test
    void a_call_that_is_complete_is_given_out_as_soon_as_another_one_has_begun() {
        decode(call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":{}\"}}"));
        decode(call("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}}"));

        var completing = decode(call("{\"index\":0,\"function\":{\"arguments\":\"}\"}}"));
        var next = decode(call("{\"index\":1,\"function\":{\"arguments\":\"}\"}}"));
        var blank = decode(call("{\"index\":0,\"function\":{\"arguments\":\"\\n\"}}"));
        var last = decode(STOP);

        assertEquals(List.of(new Event.ToolCall(0, new FunctionCall("a", "f", "{\"n\":{}}"))), completing);
        assertEquals(List.of(), next);
        assertEquals(List.of(), blank);
        assertEquals(List.of(new Event.ToolCall(1, new FunctionCall("b", "g", "{}"))), last);
    }

    @Test
    void a_complete_call_that_goes_on_all_the_same_is_a_protocol_failure() {
        decode(call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}"));
        decode(call("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}"));

        var thrown = assertThrows(
                ProviderException.class, () -> decode(call("{\"index\":0,\"function\":{\"arguments\":\"{}\"}}")));

        assertEquals(FailureKind.PROTOCOL, thrown.failure().kind());
    }

    @Test
    void a_call_without_an_index_goes_on_in_the_next_chunk() {
        decode(call("{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\"\"}}"));
        decode(call("{\"function\":{\"arguments\":\":1}\"}}"));

        assertEquals(List.of(new Event.ToolCall(0, new FunctionCall("a", "f", "{\"n\":1}"))), decode(STOP));
    }

    @Test
    void missing_ids_are_made_the_same_way_every_time_and_differ_between_answers() {
        var whole = "{\"id\":\"%s\",\"choices\":[{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"f\"}},"
                + "{\"id\":\"\",\"function\":{\"name\":\"f\"}}]},\"finish_reason\":\"stop\"}]}";

        var ids = new ArrayList<String>();
        for (var answer : List.of("r1", "r1", "r2")) {
            OpenAiDecoder.decodeWhole(whole.formatted(answer)).stream()
                    .filter(Event.ToolCall.class::isInstance)
                    .map(event -> ((Event.ToolCall) event).function().id())
                    .forEach(ids::add);
        }

        assertEquals(ids.subList(0, 2), ids.subList(2, 4));
        assertEquals(4, ids.stream().distinct().count());
        assertTrue(ids.stream().allMatch(id -> id.matches("[A-Za-z0-9_-]{1,40}")), ids.toString());
    }

    @Test
    void a_call_that_the_token_limit_cut_is_dropped() {
        var before = decode(call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                + "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"n\"}}"));

        assertEquals(new Event.ToolCall(0, new FunctionCall("a", "f", "{}")), before.get(before.size() - 1));
        assertEquals(List.of(), decode(Samples.chunk("{}", "length")));
        assertEquals(List.of(new Event.Done(FinishReason.LENGTH, Optional.empty())), decoder.end());
    }

    @Test
    void arguments_that_are_no_object_are_given_out_as_they_are() {
        decode(call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\"}}"));

        assertEquals(List.of(new Event.ToolCall(0, new FunctionCall("a", "f", "{\"n"))), decode(STOP));
    }

    @Test
    void opaque_data_travels_with_its_call() {
        decode(call("{\"index\":0,\"id\":\"a\",\"extra_content\":{\"google\":{\"thought_signature\":\"s\"}},"
                + "\"function\":{\"name\":\"f\"}}"));

        var function = ((Event.ToolCall) decode(STOP).get(0)).function();

        assertEquals(Json.object("{\"google\":{\"thought_signature\":\"s\"}}"), function.extraContent());
    }

    @Test
    void a_call_that_goes_on_after_it_was_given_out_is_a_protocol_failure() {
        decode(call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\"}}"));
        decode(STOP);

        assertEquals(List.of(), decode(call("{\"index\":0,\"function\":{\"arguments\":\"\"}}")));
        assertEquals(
                FailureKind.PROTOCOL,
                failureOf("", call("{\"index\":0,\"function\":{\"arguments\":\"{}\"}}"))
                        .kind());
    }

    private List<Event> decode(String data) {
        return Meaning.of(decoder.decode(new Frame("", data, true)));
    }

    private Failure failureOf(String event, String data) {
        return assertThrows(ProviderException.class, () -> decoder.decode(new Frame(event, data, true)))
                .failure();
    }

    private static String call(String entries) {
        return Samples.chunk("{\"tool_calls\":[" + entries + "]}", "");
    }
}

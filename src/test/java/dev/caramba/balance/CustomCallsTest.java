package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.WireFormat;
import dev.caramba.request.RequestReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of custom tools by providers that have functions alone. */
final class CustomCallsTest {

    private static final FunctionCall FUNCTION = new FunctionCall("a", "f", "{}");
    private static final FunctionCall WRAPPED = new FunctionCall("b", "run", "{\"input\":\"x\"}");

    @Test
    void are_given_out_whole_as_what_they_are_and_functions_piece_by_piece() {
        var function = List.of(
                new Event.ToolCallStart(0, "a", "f"),
                new Event.ToolCallArguments(0, "{}"),
                new Event.ToolCall(0, FUNCTION));

        assertEquals(function, given(function));
        assertEquals(
                List.of(new Event.ToolCall(1, new FunctionCall("b", "run", "x", Optional.empty(), true))),
                given(List.of(
                        new Event.ToolCallStart(1, "b", "run"),
                        new Event.ToolCallArguments(1, "{\"input\":"),
                        new Event.ToolCallArguments(1, "\"x\"}"),
                        new Event.ToolCall(1, WRAPPED))));
    }

    @Test
    void stay_as_they_came_in_the_callers_own_wire_format() {
        var piece = Optional.of(new Original(WireFormat.CHAT, Json.object().put("id", "c1")));
        var custom = new FunctionCall("b", "run", "{\"input\":1}", Optional.empty(), true);
        var calls = List.<Event>of(
                new Event.ToolCallStart(0, "b", "run").from(piece),
                new Event.ToolCallArguments(0, "{\"input\":1}").from(piece),
                new Event.ToolCall(0, custom));

        assertEquals(calls, given(calls));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'input':'x y'} | x y",
                "{'other':1}     | {'other':1}",
                "[1]             | [1]",
                "{'input':7}     | {'input':7}"
            })
    void arguments_that_hold_no_text_are_the_text(String arguments, String input) {
        var call = new Event.ToolCall(0, new FunctionCall("b", "run", arguments.replace('\'', '"')));

        var given = (Event.ToolCall) given(List.of(call)).get(0);

        assertEquals(input.replace('\'', '"'), given.function().arguments());
    }

    @Test
    void pieces_that_are_held_back_are_signs_of_life_and_go_out_of_no_broken_attempt() {
        var bench = new BalancerFixture();
        var a = bench.peer("a").then(Scripts.stallsAfter(new Event.ToolCallStart(0, "b", "run")));
        var b = bench.peer("b");
        var call = bench.call(params());

        bench.advance(BalancerFixture.FIRST_TOKEN_TIMEOUT.toMillis() * 5);

        assertEquals(List.of(), call.events());
        assertEquals(1, a.underWay());
        assertEquals(0, b.asked());
    }

    private static List<Event> given(List<? extends Event> events) {
        var calls = CustomCalls.of(params());
        return events.stream().flatMap(event -> calls.of(event).stream()).toList();
    }

    private static GenerationParams params() {
        var body = Json.object("""
                {"messages":[{"role":"user","content":"Go"}],
                 "tools":[{"type":"custom","custom":{"name":"run"}},{"type":"function","function":{"name":"f"}}]}""").orElseThrow();
        return RequestReader.chat(body, Json.write(body)).params();
    }
}

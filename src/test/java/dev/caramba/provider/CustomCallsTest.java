package dev.caramba.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.dialect.Dialect;
import dev.caramba.dialect.TestParams;
import dev.caramba.dialect.anthropic.AnthropicDialect;
import dev.caramba.dialect.openai.OpenAiDialect;
import dev.caramba.dialect.openai.OpenAiFlavour;
import dev.caramba.generation.Event;
import dev.caramba.prompt.FunctionCall;
import io.smallrye.mutiny.Multi;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of custom tools by providers that have functions alone. */
final class CustomCallsTest {

    private static final String TOOLS = "'messages':[{'role':'user','content':'Go'}],"
            + "'tools':[{'type':'custom','custom':{'name':'run'}},{'type':'function','function':{'name':'f'}}]";

    private static final List<Event> CALLS = List.of(
            new Event.ToolCallStart(0, "a", "f"),
            new Event.ToolCallArguments(0, "{}"),
            new Event.ToolCall(0, new FunctionCall("a", "f", "{}")),
            new Event.ToolCallStart(1, "b", "run"),
            new Event.ToolCallArguments(1, "{\"input\":"),
            new Event.ToolCallArguments(1, "\"x\"}"),
            new Event.ToolCall(1, new FunctionCall("b", "run", "{\"input\":\"x\"}")));

    @Test
    void are_given_out_whole_as_what_they_are_and_functions_piece_by_piece() {
        assertEquals(
                List.of(
                        CALLS.get(0),
                        CALLS.get(1),
                        CALLS.get(2),
                        new Event.ToolCall(1, new FunctionCall("b", "run", "x", Optional.empty(), true))),
                given(new AnthropicDialect(), CALLS));
    }

    @Test
    void are_left_alone_where_the_dialect_has_custom_tools() {
        assertEquals(CALLS, given(new OpenAiDialect(OpenAiFlavour.COMPATIBLE), CALLS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'input':'two\\nlines'} | 'two\nlines'",
                "{'other':1} | {'other':1}",
                "[1] | [1]",
                "{'input':7} | {'input':7}"
            })
    void arguments_that_hold_no_input_are_the_input(String arguments, String input) {
        var call = new Event.ToolCall(0, new FunctionCall("b", "run", arguments.replace('\'', '"')));

        var given =
                (Event.ToolCall) given(new AnthropicDialect(), List.of(call)).get(0);

        assertEquals(input.replace('\'', '"'), given.function().arguments());
    }

    private static List<Event> given(Dialect dialect, List<Event> events) {
        return CustomCalls.in(Multi.createFrom().iterable(events), TestParams.chat("m", TOOLS), dialect)
                .collect()
                .asList()
                .await()
                .indefinitely();
    }
}

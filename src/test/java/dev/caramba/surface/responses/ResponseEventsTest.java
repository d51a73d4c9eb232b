package dev.caramba.surface.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events of a stream: one item at a time, one id, numbers without gaps, one end. */
class ResponseEventsTest {

    private static final Event.Done DONE = new Event.Done(FinishReason.STOP, Optional.empty());

    private final ToolNames names = new ToolNames();
    private final ResponseEvents events = new ResponseEvents(new ResponseJson(Json.object()), names, "resp_1", 7, "m");

    @Test
    void a_call_waits_until_the_one_before_it_has_ended() {
        var written = written(
                new Event.ToolCallStart(0, "c0", "f"),
                new Event.ToolCallArguments(0, "{"),
                new Event.ToolCallStart(1, "c1", "g"),
                new Event.ToolCallArguments(1, "{}"),
                new Event.ToolCallArguments(0, "}"),
                new Event.ToolCall(0, new FunctionCall("c0", "f", "{}")),
                new Event.ToolCall(1, new FunctionCall("c1", "g", "{}")));

        assertEquals(
                List.of(
                        "created",
                        "in_progress",
                        "output_item.added 0",
                        "function_call_arguments.delta 0",
                        "function_call_arguments.delta 0",
                        "function_call_arguments.done 0",
                        "output_item.done 0",
                        "output_item.added 1",
                        "function_call_arguments.delta 1",
                        "function_call_arguments.done 1",
                        "output_item.done 1",
                        "completed"),
                places(written));
    }

    @Test
    void once_the_first_call_is_over_the_second_goes_out_piece_by_piece() {
        events.of(new Event.ToolCallStart(0, "c0", "f"));
        events.of(new Event.ToolCallArguments(0, "{}"));
        assertEquals("", events.of(new Event.ToolCallStart(1, "c1", "g")));
        assertEquals("", events.of(new Event.ToolCallArguments(1, "{\"a\"")));

        var over = events.of(new Event.ToolCall(0, new FunctionCall("c0", "f", "{}")));
        var more = events.of(new Event.ToolCallArguments(1, ":1}"));

        assertEquals(
                List.of(
                        "function_call_arguments.done",
                        "output_item.done",
                        "output_item.added",
                        "function_call_arguments.delta"),
                types(over));
        assertEquals(List.of("function_call_arguments.delta"), types(more));
        assertTrue(more.contains("\"delta\":\":1}\""), more);
    }

    private static List<String> types(String text) {
        return text.lines()
                .filter(line -> line.startsWith("event: response."))
                .map(line -> line.substring("event: response.".length()))
                .toList();
    }

    @Test
    void text_behind_a_call_is_another_message() {
        var output = last(written(
                        new Event.Chunk("a"),
                        new Event.ToolCall(0, new FunctionCall("c", "f", "{}")),
                        new Event.Chunk("b")))
                .path("output");

        assertEquals("a", output.at("/0/content/0/text").asText());
        assertEquals("c", output.at("/1/call_id").asText());
        assertEquals("b", output.at("/2/content/0/text").asText());
        assertEquals(3, output.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{\"input\":\"a\\nb\"} | `a\nb`", "plain words | plain words", "{\"other\":1} | {\"other\":1}"})
    void a_custom_tool_gets_the_text_within_the_arguments(String arguments, String input) {
        var function = names.add(new ToolNames.Named("patch", Optional.of("box"), true));
        var item = last(written(
                        new Event.ToolCallStart(0, "c", function),
                        new Event.ToolCallArguments(0, arguments),
                        new Event.ToolCall(0, new FunctionCall("c", function, arguments))))
                .at("/output/0");

        assertEquals("custom_tool_call", item.path("type").asText());
        assertEquals("patch", item.path("name").asText());
        assertEquals("box", item.path("namespace").asText());
        assertEquals(input, item.path("input").asText());
    }

    @Test
    void a_call_that_the_limit_cut_stands_in_the_output_and_is_never_told_to_be_done() {
        var text = new StringBuilder(events.of(new Event.ToolCallStart(0, "c", "f")));
        text.append(events.of(new Event.ToolCallArguments(0, "{\"a")));
        text.append(events.end(new Event.Done(FinishReason.LENGTH, Optional.empty())));
        var written = parsed(text.toString());

        assertEquals(false, places(written).contains("output_item.done 0"));
        assertEquals("incomplete", last(written).at("/output/0/status").asText());
        assertEquals("incomplete", last(written).path("status").asText());
    }

    @Test
    void another_provider_goes_on_with_the_message_that_one_has_begun() {
        var message = "{\"type\":\"message\",\"id\":\"msg_n\",\"status\":\"in_progress\",\"content\":[]}";
        var written = written(
                other("{\"type\":\"response.created\",\"response\":{\"id\":\"resp_n\",\"status\":\"in_progress\"}}"),
                other("{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":" + message + "}"),
                other("{\"type\":\"response.content_part.added\",\"output_index\":0,\"item_id\":\"msg_n\"}"),
                new Event.Chunk("Once ")
                        .from(piece("{\"type\":\"response.output_text.delta\",\"output_index\":0,"
                                + "\"item_id\":\"msg_n\",\"delta\":\"Once \"}")),
                new Event.Chunk("upon"));

        assertEquals(
                List.of(
                        "created",
                        "output_item.added 0",
                        "content_part.added 0",
                        "output_text.delta 0",
                        "output_text.delta 0",
                        "output_text.done 0",
                        "content_part.done 0",
                        "output_item.done 0",
                        "completed"),
                places(written));
        assertEquals("msg_n", written.get(4).path("item_id").asText());
        assertEquals("resp_n", last(written).path("id").asText());
        assertEquals("Once upon", last(written).at("/output/0/content/0/text").asText());
    }

    @Test
    void a_provider_that_told_the_output_in_its_events_alone_has_it_in_the_end_too() {
        events.of(other("{\"type\":\"response.created\",\"response\":{\"id\":\"resp_n\"}}"));
        events.of(other("{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"id\":\"rs_1\"}}"));
        var end = piece("{\"type\":\"response.completed\",\"response\":"
                + "{\"id\":\"resp_n\",\"status\":\"completed\",\"output\":[]}}");
        var whole = events.whole(DONE.from(end));

        assertEquals("rs_1", whole.at("/output/0/id").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED, rate_limit_exceeded",
        "QUOTA_EXHAUSTED, insufficient_quota",
        "CONTEXT_LENGTH, context_length_exceeded",
        "CONTENT_FILTER, invalid_prompt",
        "OVERLOADED, server_is_overloaded",
        "NETWORK, server_error",
    })
    void a_failure_has_a_code_that_clients_know(FailureKind kind, String code) {
        var text = events.of(new Event.Chunk("a")) + events.error(HttpError.of(Failure.of(kind, "told")));
        var failed = parsed(text);

        assertEquals(
                "response.failed", failed.get(failed.size() - 1).path("type").asText());
        assertEquals(code, last(failed).at("/error/code").asText());
        assertEquals("told", last(failed).at("/error/message").asText());
        assertEquals(false, places(failed).contains("output_item.done 0"));
    }

    @Test
    void nothing_but_comments_keeps_a_stream_alive_before_its_first_event() {
        assertEquals(Optional.empty(), events.keepAlive());
        events.of(new Event.Chunk("a"));
        assertEquals(Optional.of("data: {\"type\":\"keepalive\"}\n\n"), events.keepAlive());
    }

    private List<ObjectNode> written(Event... given) {
        var text = new StringBuilder();
        for (var event : given) {
            text.append(events.of(event));
        }
        return parsed(text.append(events.end(DONE)).toString());
    }

    private static List<ObjectNode> parsed(String text) {
        var parsed = new ArrayList<ObjectNode>();
        for (var event : text.split("\n\n")) {
            var lines = event.split("\n");
            var json = Json.object(lines[1].substring("data: ".length())).orElseThrow();
            assertEquals("event: " + json.path("type").asText(), lines[0]);
            assertEquals(parsed.size(), json.path("sequence_number").asInt());
            parsed.add(json);
        }
        return parsed;
    }

    private static List<String> places(List<ObjectNode> written) {
        return written.stream()
                .map(event -> event.path("type").asText().substring("response.".length())
                        + (event.has("output_index") ? " " + event.path("output_index") : ""))
                .toList();
    }

    private static ObjectNode last(List<ObjectNode> written) {
        return (ObjectNode) written.get(written.size() - 1).path("response");
    }

    private static Event other(String json) {
        return new Event.Other(false, piece(json).orElseThrow());
    }

    private static Optional<Original> piece(String json) {
        return Optional.of(new Original(WireFormat.RESPONSES, Json.object(json).orElseThrow()));
    }
}

package dev.caramba.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.dialect.Decoder;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ProviderException;
import dev.caramba.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of a provider that has Responses itself. */
class ResponsesAnswerTest {

    private final Decoder decoder = ResponsesAnswer.FORMAT.decoder();

    @Test
    void what_leads_to_the_text_commits_nothing() {
        var events = new ArrayList<Event>();
        for (var data : List.of(
                "{\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"m\"}}",
                "{\"type\":\"response.in_progress\",\"response\":{\"id\":\"r\"}}",
                "{\"type\":\"keepalive\"}",
                "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"reasoning\"}}",
                "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"reasoning\"}}",
                "{\"type\":\"response.output_item.added\",\"output_index\":1,\"item\":{\"type\":\"message\"}}",
                "{\"type\":\"response.content_part.added\",\"output_index\":1}")) {
            events.addAll(decoder.decode(frame(data)));
        }

        assertEquals(true, events.stream().noneMatch(Event::commits));
        assertEquals(7, events.size()); // the start, and all but the sign of life
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"x\"}}}`"
                        + " | QUOTA_EXHAUSTED",
                "`{\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"x\",\"param\":null}` | RATE_LIMITED",
                "`{\"error\":{\"code\":\"server_error\",\"message\":\"x\"}}` | UNAVAILABLE",
            })
    void a_failure_in_the_stream_is_one_of_the_attempt(String data, FailureKind kind) {
        var thrown = assertThrows(ProviderException.class, () -> decoder.decode(frame(data)));

        assertEquals(kind, thrown.failure().kind());
        assertEquals("x", thrown.failure().message());
    }

    @Test
    void an_end_without_the_last_event_is_a_broken_connection() {
        decoder.decode(frame("{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"a\"}"));
        decoder.decode(frame("[DONE]"));

        assertEquals(
                FailureKind.NETWORK,
                assertThrows(ProviderException.class, decoder::end).failure().kind());
    }

    @Test
    void a_tool_of_a_namespace_has_the_name_that_it_has_as_a_function() {
        var item = "\"type\":\"custom_tool_call\",\"id\":\"i\",\"call_id\":\"c\",\"namespace\":\"n\",\"name\":\"f\"";
        var events = new ArrayList<Event>();
        for (var type : List.of("added", "done")) {
            events.addAll(decoder.decode(frame("{\"type\":\"response.output_item." + type + "\",\"output_index\":0,"
                    + "\"item\":{" + item + ",\"input\":\"x\"}}")));
        }

        assertEquals(
                List.of("n__f", "n__f"),
                events.stream()
                        .flatMap(event -> event instanceof Event.ToolCallStart start
                                ? Stream.of(start.name())
                                : event instanceof Event.ToolCall call
                                        ? Stream.of(call.function().name())
                                        : Stream.of())
                        .toList());
    }

    @Test
    void a_whole_answer_gives_the_events_of_a_stream() {
        var events =
                ResponsesAnswer.FORMAT.decodeWhole("{\"id\":\"r\",\"object\":\"response\",\"status\":\"completed\","
                        + "\"error\":null,\"output\":[{\"type\":\"message\",\"id\":\"m\",\"content\":[{\"type\":\"output_text\","
                        + "\"text\":\"Up.\"}]},{\"type\":\"custom_tool_call\",\"id\":\"ctc\",\"call_id\":\"c\",\"name\":\"f\","
                        + "\"input\":\"x\"}],\"usage\":{\"input_tokens\":3,\"output_tokens\":4,\"total_tokens\":7}}");
        var done = (Event.Done) events.get(events.size() - 1);

        assertEquals(
                List.of("Up."),
                events.stream()
                        .filter(Event.Chunk.class::isInstance)
                        .map(chunk -> ((Event.Chunk) chunk).text())
                        .toList());
        assertEquals(1, events.stream().filter(Event.ToolCall.class::isInstance).count());
        assertEquals(FinishReason.TOOL_CALLS, done.finishReason());
        assertEquals(7, done.usage().orElseThrow().totalTokens().orElseThrow());
        assertEquals(
                "r", done.original().orElseThrow().json().at("/response/id").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nothing",
                "`{\"id\":\"r\",\"status\":\"completed\"}`",
                "`{\"id\":\"r\",\"status\":\"in_progress\",\"output\":[]}`",
            })
    void anything_else_is_malformed(String body) {
        var thrown = assertThrows(ProviderException.class, () -> ResponsesAnswer.FORMAT.decodeWhole(body));

        assertEquals(FailureKind.PROTOCOL, thrown.failure().kind());
    }

    private static Frame frame(String data) {
        return new Frame("", data, true, false);
    }
}

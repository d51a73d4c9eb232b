package dev.caramba.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.format.Json;
import dev.caramba.generation.EmbeddingVector;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Seal;
import dev.caramba.prompt.WireFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of an answer is the same again. */
class EventJsonTest {

    private static final Optional<Original> PIECE =
            Optional.of(new Original(WireFormat.CHAT, Json.object().put("n", 1)));

    private static final Event DONE = new Event.Done(FinishReason.STOP, Optional.of(Usage.of(1, 2)));

    @Test
    void every_kind_of_event_is_the_same_again() {
        var seal = new Seal("f", Optional.of("s"), Optional.empty());
        var extra = Json.object("{\"google\":{\"x\":1}}");
        assertSameAgain(List.of(
                new Event.Start(Optional.of("r"), Optional.of("m")),
                new Event.Reasoning(1, "Hm.", Optional.of(seal)),
                new Event.Reasoning(2, "", Optional.of(new Seal("f", Optional.empty(), Optional.of("d")))).from(PIECE),
                new Event.Chunk("Hi"),
                new Event.Chunk("Ho").from(PIECE),
                new Event.ToolCallStart(0, "a", "f"),
                new Event.ToolCallArguments(0, "{}").from(PIECE),
                new Event.ToolCall(0, new FunctionCall("a", "f", "{}", extra)),
                new Event.ToolCall(1, new FunctionCall("b", "g", "text", Optional.empty(), true)),
                new Event.Vectors(List.of(EmbeddingVector.floats("[ 1, 2.50]", 2), EmbeddingVector.base64("zczMPQ=="))),
                new Event.Vectors(List.of(EmbeddingVector.floats("[1]", 1))).from(PIECE),
                new Event.Other(true, PIECE.get()),
                new Event.Other(false, PIECE.get()),
                new Event.Done(FinishReason.TOOL_CALLS, Optional.empty()).from(PIECE)));
    }

    @Test
    void a_piece_of_several_events_is_kept_once_and_is_one_again() {
        var events = List.of(new Event.Reasoning("Hm.").from(PIECE), new Event.Chunk("Hi").from(PIECE), DONE);

        var json = EventJson.write(events);
        var again = EventJson.read(json);

        assertEquals(1, json.toString().split("\"chat\"", -1).length - 1);
        assertSame(
                again.get(0).original().orElseThrow(), again.get(1).original().orElseThrow());
    }

    @Test
    void equal_pieces_of_their_own_stay_two() {
        var other = Optional.of(new Original(WireFormat.CHAT, Json.object().put("n", 1)));
        var again = EventJson.read(
                EventJson.write(List.of(new Event.Chunk("Hi").from(PIECE), new Event.Chunk("Hi").from(other), DONE)));

        assertEquals(
                false, again.get(0).original().get() == again.get(1).original().get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[\"Hi\"]", "[{\"other\":true},{\"done\":\"stop\"}]", "[{\"done\":\"novel\"}]"})
    void what_is_no_whole_answer_is_refused(String json) {
        assertThrows(
                IllegalArgumentException.class,
                () -> EventJson.read(Json.parse(json).orElseThrow()));
    }

    private static void assertSameAgain(List<Event> events) {
        var again = EventJson.read(EventJson.write(events));

        assertEquals(events, again.stream().map(event -> event.at(0)).toList());
    }
}

package dev.caramba.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.prompt.FunctionCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurrogateJoinerTest {

    private static final String FIRST_HALF = "\uD83D";
    private static final String EMOJI = "\uD83D\uDE00";
    private static final Event DONE = new Event.Done(FinishReason.STOP, Optional.empty());

    private final SurrogateJoiner characters = new SurrogateJoiner();

    @ParameterizedTest
    @ValueSource(
            strings = {"a\uD83D|\uDE00b", "a|\uD83D|\uDE00|b", "a\uD83D|\uDE00\uD83D|\uDE00b", "\uD83D|\uDE00", "ab|c"})
    void text_is_the_same_and_no_piece_ends_within_a_character(String pieces) {
        // When
        var given = new ArrayList<Event>();
        for (var piece : pieces.split("\\|")) {
            given.addAll(characters.joined(List.of(new Event.Chunk(piece))));
        }
        given.addAll(characters.joined(List.of(DONE)));

        // Then
        assertEquals(pieces.replace("|", ""), texts(given).reduce("", String::concat));
        assertEquals(
                List.of(),
                texts(given).filter(text -> text.endsWith(FIRST_HALF)).toList());
        assertEquals(List.of(), texts(given).filter(String::isEmpty).toList());
        assertEquals(DONE, given.get(given.size() - 1));
    }

    @Test
    void within_one_list_too() {
        assertEquals(
                List.of(new Event.Chunk("a"), new Event.Chunk(EMOJI), DONE),
                characters.joined(List.of(new Event.Chunk("a" + FIRST_HALF), new Event.Chunk("\uDE00"), DONE)));
    }

    @Test
    void a_half_without_the_other_is_given_out_before_what_follows() {
        // Given
        var call = new Event.ToolCall(0, 0, new FunctionCall("1", "f", "{}"));

        // Then
        assertEquals(
                List.of(new Event.Chunk(FIRST_HALF), call),
                characters.joined(List.of(new Event.Chunk(FIRST_HALF), call)));
        assertEquals(
                List.of(new Event.Chunk(FIRST_HALF + "x")),
                characters.joined(List.of(new Event.Chunk(FIRST_HALF), new Event.Chunk("x"))));
    }

    @Test
    void a_half_is_lost_with_an_answer_that_breaks_so_that_another_may_go_on_with_it() {
        // Given
        var error = new Event.Error(Failure.of(FailureKind.NETWORK, "reset"), Optional.empty());

        // Then
        assertEquals(
                List.of(new Event.Chunk("a"), error),
                characters.joined(List.of(new Event.Chunk("a" + FIRST_HALF), error)));
    }

    private static Stream<String> texts(List<Event> events) {
        return events.stream()
                .filter(Event.Chunk.class::isInstance)
                .map(Event.Chunk.class::cast)
                .map(Event.Chunk::text);
    }
}

package dev.caramba.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Target;
import dev.caramba.testing.Slow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CachedAnswerTest {

    private static final Target TARGET = new Target("openai", "a/b:c");

    @Test
    void everything_in_an_answer_comes_back() {
        var usage = new Usage(
                OptionalLong.of(1), OptionalLong.of(2), OptionalLong.of(3), OptionalLong.of(4), OptionalLong.empty());
        var answer = answer(
                List.of("seed"),
                new Event.Start(Optional.of("id"), Optional.of("model")),
                new Event.Chunk("Hel"),
                new Event.Chunk("lo \u00e9\ud83d\ude00\u0000"),
                new Event.ToolCall(0, new FunctionCall("c1", "f", "{}")),
                new Event.ToolCall(
                        1, new FunctionCall("c2", "g", "no json", Json.object("{\"google\":{\"s\":\"x\"}}"))),
                new Event.Done(FinishReason.TOOL_CALLS, Optional.of(usage)));

        assertEquals(Optional.of(answer), CachedAnswer.read(answer.bytes()));
    }

    @Test
    void what_was_not_told_is_not_told_again() {
        var answer = answer(
                List.of(),
                new Event.Start(Optional.empty(), Optional.empty()),
                new Event.Done(FinishReason.LENGTH, Optional.empty()));

        assertEquals(Optional.of(answer), CachedAnswer.read(answer.bytes()));
    }

    @Slow
    @Property(tries = 200)
    void any_text_comes_back_in_its_pieces(@ForAll List<String> texts) {
        var events = new ArrayList<Event>();
        texts.stream()
                .filter(text -> !text.isEmpty())
                .map(CachedAnswerTest::wellFormed)
                .map(Event.Chunk::new)
                .forEach(events::add);
        events.add(new Event.Done(FinishReason.STOP, Optional.empty()));
        var answer = answer(List.of(), events.toArray(Event[]::new));

        assertEquals(Optional.of(answer), CachedAnswer.read(answer.bytes()));
    }

    @Test
    void a_long_answer_is_compressed() {
        var events = new ArrayList<Event>();
        IntStream.range(0, 1000).forEach(i -> events.add(new Event.Chunk("the same again ")));
        events.add(new Event.Done(FinishReason.STOP, Optional.empty()));
        var answer = answer(List.of(), events.toArray(Event[]::new));

        var bytes = answer.bytes();

        assertTrue(bytes.length < 1500, "bytes: " + bytes.length);
        assertEquals(Optional.of(answer), CachedAnswer.read(bytes));
    }

    @Test
    void what_is_no_answer_is_none() {
        var whole = answer(List.of(), new Event.Chunk("x".repeat(5000)), done()).bytes();

        for (var bytes : List.of(
                new byte[0],
                new byte[] {0x1f},
                new byte[] {1, 2, 3},
                Arrays.copyOf(whole, whole.length / 2),
                utf8("{}"),
                utf8("[1]"),
                utf8("{\"provider\":\"p\",\"model\":\"m\",\"events\":[\"cut\"]}"),
                utf8("{\"provider\":\"p\",\"model\":\"m\",\"events\":[{\"done\":\"unheard of\"}]}"))) {
            assertEquals(Optional.empty(), CachedAnswer.read(bytes), () -> new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static CachedAnswer answer(List<String> dropped, Event... events) {
        var numbered =
                IntStream.range(0, events.length).mapToObj(i -> events[i].at(i)).toList();
        return new CachedAnswer(TARGET, dropped, numbered);
    }

    private static Event done() {
        return new Event.Done(FinishReason.STOP, Optional.empty());
    }

    /** Half a character is none; nobody gives it out. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

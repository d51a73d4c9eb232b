package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Original;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.WireFormat;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that begin with reasoning, or that hold tool calls: signs of life, breaks, and what is given out. */
class BalancedProviderReasoningTest {

    private static final Duration SLOWLY = Duration.ofSeconds(8);
    private static final Event CALL = new Event.ToolCall(0, new FunctionCall("1", "f", "{\"a\":1}"));

    private BalancerFixture bench = new BalancerFixture();

    @Test
    void a_model_that_thinks_and_writes_a_long_call_is_left_alone() {
        // Given
        bench.peer("a")
                .then(Scripts.paced(
                        bench.time,
                        SLOWLY,
                        new Event.Reasoning("Hm, "),
                        new Event.Reasoning("so."),
                        new Event.ToolCallStart(0, "1", "f"),
                        new Event.ToolCallArguments(0, "{\"a\""),
                        new Event.ToolCallArguments(0, ":1}"),
                        CALL,
                        new Event.Chunk("Done."),
                        Scripts.done()));
        var b = bench.peer("b");

        // When
        var call = bench.call();
        bench.time.advance(SLOWLY.multipliedBy(8));

        // Then
        assertFalse(call.failed());
        assertEquals(List.of("a success"), bench.store.reports());
        assertEquals(0, b.asked());
        assertEquals(9, call.events().size());
    }

    @Test
    void pieces_go_out_as_they_come() {
        bench.peer("a")
                .then(Scripts.paced(
                        bench.time,
                        Duration.ofSeconds(1),
                        new Event.Reasoning("Hm."),
                        new Event.ToolCallStart(0, "1", "f"),
                        new Event.ToolCallArguments(0, "{}"),
                        Scripts.done()));
        var call = bench.call();

        var sizes = new ArrayList<Integer>();
        for (int i = 0; i < 3; i++) {
            bench.advance(1000);
            sizes.add(call.events().size());
        }

        // The start goes out with the first piece.
        assertEquals(List.of(2, 3, 4), sizes);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_break_behind_reasoning_alone_is_always_resumed_without_reasoning_again(boolean resume) {
        // Given
        bench = resume ? bench : BalancerFixture.withoutResume();
        bench.peer("a").then(breaks(new Event.Reasoning("Two and two.")));
        bench.peer("b")
                .then(Multi.createFrom()
                        .items(
                                Scripts.start("b"),
                                new Event.Reasoning("Again: "),
                                new Event.Chunk("Four."),
                                Scripts.done()));

        // When
        var call = bench.call();

        // Then
        assertEquals("Four.", call.answer());
        assertEquals(List.of("Two and two."), thoughts(call));
        assertEquals(
                1, call.events().stream().filter(Event.Start.class::isInstance).count());
        assertEquals(List.of("a network", "b success"), call.attempts());
    }

    @Test
    void what_came_in_one_piece_with_reasoning_that_is_kept_back_goes_out_without_it() {
        // Given
        var piece = Optional.of(new Original(WireFormat.CHAT, Json.object().put("both", true)));
        bench.peer("a").then(breaks(new Event.Reasoning("Two and two.")));
        bench.peer("b")
                .then(Multi.createFrom()
                        .items(
                                new Event.Reasoning("Again: ").from(piece),
                                new Event.Chunk("Four.").from(piece),
                                Scripts.done()));

        // When
        var call = bench.call();

        // Then
        assertEquals("Four.", call.answer());
        assertTrue(call.events().stream().allMatch(event -> event.original().isEmpty()));
    }

    @Test
    void a_break_behind_reasoning_that_nobody_can_go_on_from_is_an_error() {
        bench.peer("a").always(breaks(new Event.Reasoning("Hm.")));
        bench.peer("b").always(Scripts.fails(FailureKind.NETWORK));

        var call = bench.call();
        bench.time.advance(Duration.ofSeconds(5));

        assertEquals(FailureKind.NETWORK, call.errorKind());
        assertTrue(call.error().partial());
    }

    @Test
    void a_break_inside_a_call_is_an_error() {
        bench.peer("a").then(breaks(new Event.ToolCallStart(0, "1", "f"), new Event.ToolCallArguments(0, "{\"a\"")));
        var b = bench.peer("b");

        var call = bench.call();

        assertEquals(FailureKind.NETWORK, call.errorKind());
        assertEquals(0, b.asked());
    }

    @Test
    void a_break_inside_a_call_that_is_held_is_resumed() {
        // Given
        bench = BalancerFixture.holdingToolCalls();
        bench.peer("a")
                .then(breaks(
                        new Event.Chunk("Let me look. "),
                        new Event.ToolCallStart(0, "1", "f"),
                        new Event.ToolCallArguments(0, "{\"a\"")));
        bench.peer("b")
                .then(Multi.createFrom()
                        .items(
                                new Event.Chunk("Let me look. "),
                                new Event.ToolCallStart(0, "2", "f"),
                                new Event.ToolCallArguments(0, "{\"a\":1}"),
                                CALL,
                                Scripts.done()));

        // When
        var call = bench.call();

        // Then
        assertFalse(call.failed());
        assertEquals("Let me look. ", call.answer());
        assertEquals(
                1,
                call.events().stream().filter(Event.ToolCall.class::isInstance).count());
        assertTrue(call.events().stream().noneMatch(Event.ToolCallStart.class::isInstance));
        assertTrue(call.events().stream().noneMatch(Event.ToolCallArguments.class::isInstance));
    }

    @Test
    void an_answer_that_flows_has_more_time_than_one_that_does_not() {
        // Given
        var pieces = new Event[16];
        Arrays.fill(pieces, new Event.Chunk("x"));
        pieces[15] = Scripts.done();
        bench.peer("a").then(Scripts.paced(bench.time, Duration.ofSeconds(9), pieces));

        // When
        var call = bench.callFlowingFor(BalancerFixture.DEADLINE.multipliedBy(2));
        bench.time.advance(Duration.ofSeconds(9 * 16));

        // Then
        assertFalse(call.failed());
        assertEquals(15, call.answer().length());
    }

    @Test
    void an_answer_that_flows_ends_at_its_own_deadline() {
        bench.peer("a").then(Scripts.stallsAfter(new Event.Chunk("x")));

        var call = bench.callFlowingFor(BalancerFixture.DEADLINE.plusSeconds(5));
        bench.time.advance(BalancerFixture.DEADLINE.plusSeconds(4));
        assertFalse(call.ended());
        bench.time.advance(Duration.ofSeconds(1));

        assertEquals(FailureKind.TIMEOUT, call.errorKind());
        assertEquals(List.of("a ignored"), bench.store.reports());
    }

    @Test
    void what_comes_before_the_content_waits_for_it() {
        // Given
        var ahead = new Event.Other(
                false, new Original(WireFormat.CHAT, Json.object().put("filter", true)));
        bench.peer("a").then(breaks(ahead));
        bench.peer("b")
                .then(Multi.createFrom().items(Scripts.start("b"), ahead, new Event.Chunk("Hi"), Scripts.done()));

        // When
        var call = bench.call();

        // Then
        assertEquals("Hi", call.answer());
        assertEquals(
                List.of(Event.Start.class, Event.Other.class, Event.Chunk.class, Event.Done.class),
                call.events().stream().map(Event::getClass).toList());
    }

    @Test
    void who_cannot_be_sent_a_part_is_passed_over() {
        var a = bench.peer("a").expressing(Failure.invalid("messages[0].content[0]", "no audio"));
        bench.peer("b");

        var call = bench.call(audio());

        assertEquals("b", call.answer());
        assertEquals(0, a.asked());
        assertEquals(List.of("b success"), call.attempts());
    }

    @Test
    void with_nobody_left_the_first_reason_is_told_and_nobody_is_asked() {
        bench.peer("a").expressing(Failure.invalid("messages[0].content[0]", "no audio"));
        bench.fallback("b").expressing(Failure.invalid("n", "one answer only"));

        var call = bench.call(audio());

        assertEquals(
                Optional.of("messages[0].content[0]"), call.error().failure().param());
        assertEquals(List.of(), call.attempts());
        assertEquals(0, bench.store.acquisitions());
    }

    private static GenerationParams audio() {
        return GenerationParams.of(
                List.of(new Message.User(new Content.Parts(List.of(new Content.Part.Audio("wav", "AAAA"))))));
    }

    private static Multi<Event> breaks(Event... events) {
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().items(events),
                        Multi.createFrom().item(new Event.Error(Failure.of(FailureKind.NETWORK, "it broke"))));
    }

    private static List<String> thoughts(Call call) {
        return call.events().stream()
                .filter(Event.Reasoning.class::isInstance)
                .map(event -> ((Event.Reasoning) event).text())
                .toList();
    }
}

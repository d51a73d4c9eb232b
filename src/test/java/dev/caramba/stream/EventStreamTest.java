package dev.caramba.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.TerminalRule;
import dev.caramba.prompt.FunctionCall;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final Event START = new Event.Start(Optional.of("r1"), Optional.of("m"));
    private static final Event CHUNK = new Event.Chunk("Hi");
    private static final Event DONE = new Event.Done(FinishReason.STOP, Optional.empty());
    private static final Failure OVERLOADED = Failure.of(FailureKind.OVERLOADED, "busy");

    @Test
    void a_complete_answer_is_passed_on_and_numbered() {
        // When
        var events = eventsOf(Multi.createFrom().items(START, CHUNK, CHUNK, DONE));

        // Then
        assertEquals(List.of(START, CHUNK.at(1), CHUNK.at(2), DONE.at(3)), events);
        TerminalRule.assertKept(events);
    }

    @Test
    void nothing_follows_done_and_the_source_is_cancelled() {
        // Given
        var cancelled = new AtomicBoolean();
        var source = Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().items(CHUNK, DONE, CHUNK, DONE),
                        Multi.createFrom().<Event>nothing().onCancellation().invoke(() -> cancelled.set(true)));

        // When
        var events = eventsOf(source.onCancellation().invoke(() -> cancelled.set(true)));

        // Then
        assertEquals(List.of(CHUNK, DONE.at(1)), events);
        assertTrue(cancelled.get());
    }

    @Test
    void nothing_follows_an_error_event() {
        // When
        var events = eventsOf(Multi.createFrom().items(new Event.Error(OVERLOADED), CHUNK, DONE));

        // Then
        assertEquals(List.of(new Event.Error(OVERLOADED)), events);
    }

    @Test
    void a_failure_of_ours_becomes_an_error_event_with_it() {
        // When
        var events = eventsOf(Multi.createFrom().failure(OVERLOADED.asException()));

        // Then
        assertEquals(List.of(new Event.Error(OVERLOADED)), events);
    }

    @Test
    void any_other_failure_becomes_a_protocol_error_without_its_message() {
        // When
        var events = eventsOf(Multi.createFrom().failure(new IllegalStateException("holds sk-secret")));

        // Then
        var failure = error(events).failure();
        assertEquals(FailureKind.PROTOCOL, failure.kind());
        assertFalse(failure.message().contains("sk-secret"), failure.message());
    }

    @Test
    void a_stream_that_completes_early_ends_in_a_network_error() {
        // When
        var events = eventsOf(Multi.createFrom().items(START, CHUNK));

        // Then
        TerminalRule.assertKept(events);
        assertEquals(FailureKind.NETWORK, error(events).failure().kind());
    }

    @Test
    void an_empty_stream_ends_in_a_network_error() {
        // When
        var events = eventsOf(Multi.createFrom().empty());

        // Then
        assertEquals(1, events.size());
        assertEquals(FailureKind.NETWORK, error(events).failure().kind());
    }

    @Test
    void an_error_after_content_is_partial() {
        // When
        var events = eventsOf(Multi.createFrom().items(START, CHUNK, new Event.Error(OVERLOADED)));

        // Then
        assertTrue(error(events).partial());
    }

    @Test
    void an_error_after_the_start_alone_is_not_partial() {
        // When
        var events = eventsOf(Multi.createFrom().items(START, new Event.Error(OVERLOADED)));

        // Then
        assertFalse(error(events).partial());
    }

    @Test
    void a_tool_call_makes_an_error_partial() {
        // Given
        var toolCall = new Event.ToolCall(0, new FunctionCall("c1", "weather", "{}"));

        // When
        var events = eventsOf(Multi.createFrom().items(toolCall, new Event.Error(OVERLOADED)));

        // Then
        assertTrue(error(events).partial());
    }

    @Test
    void no_more_is_asked_of_the_source_than_the_subscriber_asked_for() {
        // Given
        var requested = new AtomicLong();
        var source = Multi.createFrom().items(START, CHUNK, DONE).onRequest().invoke(requested::addAndGet);
        var subscriber = EventStream.of(source).subscribe().withSubscriber(AssertSubscriber.<Event>create(0));

        // When
        subscriber.request(2);

        // Then
        assertEquals(List.of(START, CHUNK.at(1)), subscriber.getItems());
        assertEquals(2, requested.get());
        subscriber.assertNotTerminated();
    }

    @Test
    void a_failure_waits_for_demand_like_any_event() {
        // Given
        var source = Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().items(START), Multi.createFrom().failure(OVERLOADED.asException()));
        var subscriber = EventStream.of(source).subscribe().withSubscriber(AssertSubscriber.<Event>create(1));
        subscriber.assertNotTerminated();

        // When
        subscriber.request(1);

        // Then
        TerminalRule.assertKept(subscriber.assertCompleted().getItems());
    }

    @Test
    void cancelling_cancels_the_source() {
        // Given
        var cancelled = new AtomicBoolean();
        var source = Multi.createFrom().<Event>nothing().onCancellation().invoke(() -> cancelled.set(true));
        var subscriber = EventStream.of(source).subscribe().withSubscriber(AssertSubscriber.<Event>create(1));

        // When
        subscriber.cancel();

        // Then
        assertTrue(cancelled.get());
    }

    private static List<Event> eventsOf(Multi<Event> source) {
        return EventStream.of(source)
                .subscribe()
                .withSubscriber(AssertSubscriber.<Event>create(Long.MAX_VALUE))
                .assertCompleted()
                .getItems();
    }

    private static Event.Error error(List<Event> events) {
        return assertInstanceOf(Event.Error.class, events.get(events.size() - 1));
    }
}

package dev.caramba.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every {@link Provider} does, whatever stands behind it. */
public abstract class ProviderContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant FAR_AWAY = Instant.parse("2040-01-01T00:00:00Z");

    /** What stands behind the provider under test. */
    public enum Behind {
        /** It answers {@code Hello world} in two pieces. */
        ANSWERS,
        /** It refuses as {@link FailureKind#UNAVAILABLE}. */
        REFUSES,
        /** It says {@code Hello} and breaks. */
        BREAKS,
        /** It says {@code Hello} and no more. */
        STALLS
    }

    /** A provider with this behind it. */
    protected abstract Provider provider(Behind behind);

    /** How many requests were sent since the last {@link #provider}. */
    protected abstract int requests();

    /** Whether a request is still under way; waits a little where that takes a moment to be known. */
    protected abstract boolean underWay();

    @Test
    void an_answer_is_numbered_and_ends_in_done() {
        // When
        var events = eventsOf(Behind.ANSWERS);

        // Then
        TerminalRule.assertKept(events);
        assertEquals("Hello world", text(events));
        assertInstanceOf(Event.Done.class, events.get(events.size() - 1));
    }

    @Test
    void a_refusal_ends_in_an_error_event_and_not_in_a_failure() {
        // When
        var events = eventsOf(Behind.REFUSES);

        // Then
        TerminalRule.assertKept(events);
        var error = assertInstanceOf(Event.Error.class, events.get(events.size() - 1));
        assertEquals(FailureKind.UNAVAILABLE, error.failure().kind());
        assertFalse(error.partial());
    }

    @Test
    void a_broken_answer_ends_in_a_partial_error_event() {
        // When
        var events = eventsOf(Behind.BREAKS);

        // Then
        TerminalRule.assertKept(events);
        assertEquals("Hello", text(events));
        assertTrue(assertInstanceOf(Event.Error.class, events.get(events.size() - 1))
                .partial());
    }

    @Test
    void nothing_happens_before_the_subscription() {
        // When
        generate(provider(Behind.ANSWERS));

        // Then
        assertEquals(0, requests());
    }

    @Test
    void cancelling_ends_the_work() throws InterruptedException {
        // Given
        var begun = new CountDownLatch(1);
        var subscriber = generate(provider(Behind.STALLS))
                .onItem()
                .invoke(begun::countDown)
                .subscribe()
                .withSubscriber(AssertSubscriber.<Event>create(Long.MAX_VALUE));
        assertTrue(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));

        // When
        subscriber.cancel();

        // Then
        assertFalse(underWay());
        subscriber.assertNotTerminated();
    }

    private List<Event> eventsOf(Behind behind) {
        return generate(provider(behind))
                .subscribe()
                .withSubscriber(AssertSubscriber.<Event>create(Long.MAX_VALUE))
                .awaitCompletion(PATIENCE)
                .getItems();
    }

    private static Multi<Event> generate(Provider provider) {
        var deadline = new Deadline(FAR_AWAY, false);
        var hello = new Message.User(new Content.Plain("Hello?"));
        return provider.generate(
                new CallContext("r1", "anonymous", deadline, new CallTrail()),
                GenerationParams.of(List.of(hello)).withModel("m").withStream(true));
    }

    private static String text(List<Event> events) {
        return events.stream()
                .filter(Event.Chunk.class::isInstance)
                .map(event -> ((Event.Chunk) event).text())
                .collect(Collectors.joining());
    }
}

package dev.caramba.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ProviderException;
import dev.caramba.generation.TerminalRule;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InterruptionTest {

    private static final Failure WHY = Failure.of(FailureKind.STOPPING, "This instance is stopping.");
    private static final Event DONE = new Event.Done(FinishReason.STOP, Optional.empty());
    private static final int RACES = 300;

    private final Interruption interruption = new Interruption(WHY);
    private final UnicastProcessor<Event> source = UnicastProcessor.create();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();

    @Test
    void a_stream_ends_in_an_error_after_what_it_said_and_its_source_is_cancelled() {
        var events = subscribe(Long.MAX_VALUE);
        source.onNext(new Event.Chunk("Hello"));

        assertEquals(1, interruption.interrupt());

        var items = events.awaitCompletion().getItems();
        TerminalRule.assertKept(items);
        assertEquals(2, items.size());
        var error = assertInstanceOf(Event.Error.class, items.get(1));
        assertEquals(WHY, error.failure());
        assertTrue(error.partial());
        assertEquals(1, cancelled.get());
        assertEquals(0, interruption.underWay());
    }

    @Test
    void the_error_waits_until_its_subscriber_takes_it() {
        var events = subscribe(1);
        source.onNext(new Event.Chunk("Hello"));

        interruption.interrupt();

        assertEquals(1, cancelled.get());
        events.assertNotTerminated();
        events.request(1).awaitCompletion();
        assertInstanceOf(Event.Error.class, events.getItems().get(1));
    }

    @Test
    void what_is_asked_afterwards_fails_at_once_and_is_not_begun() {
        interruption.interrupt();

        var events = subscribe(1).awaitCompletion();

        assertInstanceOf(Event.Error.class, events.getItems().get(0));
        assertEquals(0, asked.get());
        assertEquals(0, interruption.underWay());
    }

    @Test
    void what_has_ended_is_left_alone() {
        var finished = subscribe(Long.MAX_VALUE);
        source.onNext(DONE);
        var atOnce = interruption
                .of(() -> Multi.createFrom().item(DONE))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(9));
        var left = interruption
                .of(() -> Multi.createFrom().nothing())
                .subscribe()
                .withSubscriber(AssertSubscriber.create(9));
        assertEquals(1, interruption.underWay());
        left.cancel();

        assertEquals(0, interruption.interrupt());

        finished.awaitCompletion();
        atOnce.awaitCompletion();
        assertEquals(1, finished.getItems().size());
        assertEquals(1, atOnce.getItems().size());
        left.assertNotTerminated();
    }

    /** Whichever is first: the stream keeps the rules. */
    @Test
    void an_interruption_among_events_of_another_thread_ends_the_stream_once() throws Exception {
        var threads = Executors.newFixedThreadPool(2);
        try {
            for (int race = 0; race < RACES; race++) {
                var together = new Interruption(WHY);
                var events = UnicastProcessor.<Event>create();
                var subscriber =
                        together.of(() -> events).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
                var speaking = threads.submit(() -> {
                    events.onNext(new Event.Chunk("one"));
                    events.onNext(new Event.Chunk("two"));
                    events.onNext(DONE);
                    events.onComplete();
                });
                var ending = threads.submit(together::interrupt);
                speaking.get();
                ending.get();
                subscriber.awaitCompletion(Duration.ofSeconds(30));
                TerminalRule.assertKept(subscriber.getItems());
                assertEquals(0, together.underWay());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void work_fails_with_it_and_is_cancelled() {
        var never = Uni.createFrom().<String>nothing().onCancellation().invoke(cancelled::incrementAndGet);
        var result = interruption.of(never).subscribeAsCompletionStage();
        assertEquals(
                "done", interruption.of(Uni.createFrom().item("done")).await().atMost(Duration.ofSeconds(30)));
        assertEquals(1, interruption.underWay());

        interruption.interrupt();

        var failure = assertThrows(Exception.class, result::get).getCause();
        assertEquals(WHY, assertInstanceOf(ProviderException.class, failure).failure());
        assertEquals(1, cancelled.get());
        assertTrue(interruption.happened());
        assertFalse(result.isCancelled());
    }

    private AssertSubscriber<Event> subscribe(long demand) {
        return interruption
                .of(() -> {
                    asked.incrementAndGet();
                    return source.onCancellation().invoke(cancelled::incrementAndGet);
                })
                .subscribe()
                .withSubscriber(AssertSubscriber.create(demand));
    }
}

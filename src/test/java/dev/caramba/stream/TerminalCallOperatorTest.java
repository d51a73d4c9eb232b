package dev.caramba.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TerminalCallOperatorTest {

    private static final Event CHUNK = new Event.Chunk("Hi");
    private static final Event DONE = new Event.Done(FinishReason.STOP, Optional.empty());
    private static final Event OTHER = new Event.Done(FinishReason.LENGTH, Optional.empty());

    private final List<UniEmitter<? super Event>> works = new ArrayList<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @Test
    void only_the_terminal_event_waits_for_the_work() {
        var subscriber = subscribed(Multi.createFrom().items(CHUNK, CHUNK, DONE));

        assertEquals(List.of(CHUNK, CHUNK), subscriber.getItems());
        subscriber.assertNotTerminated();

        works.get(0).complete(DONE);
        subscriber.assertCompleted();
        assertEquals(List.of(CHUNK, CHUNK, DONE), subscriber.getItems());
        assertEquals(1, works.size());
    }

    @Test
    void the_work_may_replace_it() {
        var subscriber = subscribed(Multi.createFrom().items(DONE));

        works.get(0).complete(OTHER);

        assertEquals(List.of(OTHER), subscriber.getItems());
    }

    @Test
    void a_failure_of_the_work_fails_the_stream() {
        var subscriber = subscribed(Multi.createFrom().items(DONE));

        works.get(0).fail(new IllegalStateException("broken"));

        subscriber.assertFailedWith(IllegalStateException.class, "broken");
    }

    @Test
    void work_that_cannot_begin_fails_the_stream() {
        EventStream.replaceAtEnd(Multi.createFrom().items(DONE), last -> {
                    throw new IllegalStateException("broken");
                })
                .subscribe()
                .withSubscriber(AssertSubscriber.create(9))
                .assertFailedWith(IllegalStateException.class, "broken");
    }

    @Test
    void a_stream_without_a_terminal_event_ends_as_it_does() {
        subscribed(Multi.createFrom().items(CHUNK)).assertCompleted();
        subscribed(Multi.createFrom().failure(new IllegalStateException("cut")))
                .assertFailedWith(IllegalStateException.class);
        assertTrue(works.isEmpty());
    }

    @Test
    void leaving_cancels_the_work() {
        var subscriber = subscribed(Multi.createFrom().items(CHUNK, DONE));

        subscriber.cancel();

        assertTrue(cancelled.get());
        works.get(0).complete(DONE);
        assertEquals(List.of(CHUNK), subscriber.getItems());
    }

    private AssertSubscriber<Event> subscribed(Multi<Event> events) {
        return EventStream.replaceAtEnd(
                        events,
                        last -> Uni.createFrom()
                                .<Event>emitter(works::add)
                                .onCancellation()
                                .invoke(() -> cancelled.set(true)))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(9));
    }
}

package dev.caramba.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlatMapOperatorTest {

    private static final IllegalStateException BROKEN = new IllegalStateException("broken");

    @Test
    void all_events_of_all_items_come_in_order() {
        assertEquals(List.of("a", "b", "c"), textsOf(Multi.createFrom().items("ab", "", "c"), letters()));
    }

    @Test
    void no_item_is_requested_before_the_events_of_the_last_one_are_given_out() {
        var requested = new AtomicLong();
        var items = Multi.createFrom().items("ab", "cd").onRequest().invoke(requested::addAndGet);
        var subscriber = EventStream.read(items, letters()).subscribe().withSubscriber(AssertSubscriber.create(0));

        subscriber.request(1);
        assertEquals(1, requested.get());
        subscriber.request(1);
        assertEquals(1, subscriber.getItems().size() - requested.get());
        subscriber.request(1);
        assertEquals(2, requested.get());
        assertEquals(List.of("a", "b", "c"), texts(subscriber.getItems()));
        subscriber.assertNotTerminated();
        subscriber.request(1).assertCompleted();
    }

    @Test
    void what_is_left_at_the_end_comes_before_the_completion() {
        assertEquals(List.of("a", "end"), textsOf(Multi.createFrom().items("a"), new Letters("end", false)));
    }

    @Test
    void a_failure_that_the_reader_has_events_for_ends_the_stream_regularly() {
        var items = Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item("a"), Multi.createFrom().<String>failure(BROKEN));

        assertEquals(List.of("a", "cut"), textsOf(items, new Letters("end", true)));
    }

    @Test
    void a_failure_that_it_has_none_for_comes_after_the_events_before_it() {
        var items = Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item("ab"), Multi.createFrom().<String>failure(BROKEN));
        var subscriber = EventStream.read(items, letters()).subscribe().withSubscriber(AssertSubscriber.create(1));

        subscriber.assertNotTerminated();
        subscriber.request(1).request(1).assertFailedWith(IllegalStateException.class, "broken");
        assertEquals(List.of("a", "b"), texts(subscriber.getItems()));
    }

    @Test
    void an_item_that_cannot_be_read_fails_the_stream_and_cancels_the_source() {
        var cancelled = new AtomicBoolean();
        var items = Multi.createFrom().items("a", "b").onCancellation().invoke(() -> cancelled.set(true));

        EventStream.read(items, item -> {
                    throw BROKEN;
                })
                .subscribe()
                .withSubscriber(AssertSubscriber.create(9))
                .assertFailedWith(IllegalStateException.class, "broken");
        assertTrue(cancelled.get());
    }

    @Test
    void nothing_comes_after_a_cancellation() {
        var cancelled = new AtomicBoolean();
        var items = Multi.createFrom().items("abc", "d").onCancellation().invoke(() -> cancelled.set(true));
        var subscriber = EventStream.read(items, letters()).subscribe().withSubscriber(AssertSubscriber.create(1));

        subscriber.cancel();
        subscriber.request(5);

        assertEquals(List.of("a"), texts(subscriber.getItems()));
        assertTrue(cancelled.get());
    }

    @Test
    void requests_from_other_threads_lose_and_repeat_nothing() {
        int count = 20_000;
        var items = Multi.createFrom().range(0, count / 2).map(i -> "ab").emitOn(Infrastructure.getDefaultExecutor());
        var seen = new ArrayList<Event>();
        var events = EventStream.read(items, letters())
                .onItem()
                .invoke(seen::add)
                .onItem()
                .transformToUniAndConcatenate(
                        event -> Uni.createFrom().item(event).emitOn(Infrastructure.getDefaultExecutor()));

        assertEquals(
                IntStream.range(0, count).mapToObj(i -> i % 2 == 0 ? "a" : "b").toList(),
                texts(events.collect().asList().await().indefinitely()));
        assertEquals(count, seen.size());
    }

    private static List<String> textsOf(Multi<String> items, EventReader<String> reader) {
        return texts(EventStream.read(items, reader).collect().asList().await().indefinitely());
    }

    private static List<String> texts(List<Event> events) {
        return events.stream().map(event -> ((Event.Chunk) event).text()).toList();
    }

    private static EventReader<String> letters() {
        return item -> item.chars()
                .mapToObj(letter -> (Event) new Event.Chunk(String.valueOf((char) letter)))
                .toList();
    }

    /** Reads each letter as an event, with one more at the end. */
    private record Letters(String last, boolean mends) implements EventReader<String> {

        @Override
        public List<Event> read(String item) {
            return letters().read(item);
        }

        @Override
        public List<Event> end() {
            return List.of(new Event.Chunk(last));
        }

        @Override
        public List<Event> broken(Throwable e) throws Throwable {
            if (!mends) {
                throw e;
            }
            return List.of(new Event.Chunk("cut"));
        }
    }
}

package dev.caramba.cache;

import static dev.caramba.cache.CacheFixture.KEPT;
import static dev.caramba.cache.CacheFixture.LEASE;
import static dev.caramba.cache.CacheFixture.PATIENCE;
import static dev.caramba.cache.CacheFixture.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who asks and who waits, of those who want the same at a time. */
class SingleFlightTest {

    private static final Duration STEP = Duration.ofMillis(100);

    private final CacheFixture bench = new CacheFixture();
    private final CachedProvider here = bench.instance();
    private final CachedProvider there = bench.instance();

    @Test
    void one_of_a_hundred_on_two_instances_asks_and_all_get_the_same() {
        var calls = IntStream.range(0, 100)
                .mapToObj(i -> bench.call(i % 2 == 0 ? here : there))
                .toList();
        assertEquals(1, bench.asked.count());

        bench.time.advance(Duration.ofSeconds(3));
        bench.answer(0, "Hel", "lo");
        bench.time.advance(STEP);

        assertEquals(1, bench.asked.count());
        calls.forEach(call -> assertEquals(calls.get(0).all(), call.all()));
        assertEquals(
                1, calls.stream().filter(call -> call.cache().equals("miss")).count());
        assertEquals(
                99, calls.stream().filter(call -> call.cache().equals("hit")).count());
        assertAtRest();
    }

    @Test
    void who_waits_gets_nothing_before_the_answer_is_whole() {
        var first = bench.call(here);
        var second = bench.call(here);

        bench.asked.answers.get(0).onNext(new Event.Chunk("Hel"));

        assertEquals(1, first.events().getItems().size());
        assertEquals(List.of(), second.events().getItems());
    }

    @Test
    void other_questions_do_not_wait() {
        bench.call(here);

        bench.call(here, "me", KEPT, request().withModel("another"));

        assertEquals(2, bench.asked.count());
    }

    @Test
    void exactly_one_goes_on_when_the_first_fails() {
        var calls = List.of(bench.call(here), bench.call(here), bench.call(here), bench.call(there));

        bench.asked.answers.get(0).onNext(new Event.Error(Failure.of(FailureKind.UNAVAILABLE, "down")));
        bench.time.advance(STEP);

        assertEquals(2, bench.asked.count());
        assertInstanceOf(Event.Error.class, calls.get(0).all().get(0));
        bench.answer(1, "Hello");
        bench.time.advance(STEP);
        calls.subList(1, 4)
                .forEach(call ->
                        assertEquals(new Event.Chunk(0, "Hello"), call.all().get(0)));
        assertEquals(2, bench.asked.count());
        assertAtRest();
    }

    @Test
    void exactly_one_goes_on_when_the_firsts_caller_leaves_and_nothing_is_asked_for_nobody() {
        var first = bench.call(here);
        var second = bench.call(here);
        var third = bench.call(here);
        bench.asked.answers.get(0).onNext(new Event.Chunk("Hel"));

        first.events().cancel();

        assertEquals(1, bench.asked.left);
        assertEquals(2, bench.asked.count());
        bench.answer(1, "Hello");
        assertEquals(second.all(), third.all());
        assertAtRest();
    }

    @Test
    void another_instance_goes_on_when_the_callers_of_the_first_left() {
        var first = bench.call(here);
        var elsewhere = bench.call(there);

        first.events().cancel();
        bench.time.advance(STEP);

        assertEquals(2, bench.asked.count());
        bench.answer(1, "Hello");
        assertEquals("miss", elsewhere.cache());
        assertAtRest();
    }

    @Test
    void who_waits_and_leaves_is_not_missed() {
        var first = bench.call(here);
        var second = bench.call(here);
        var third = bench.call(here);

        second.events().cancel();
        first.events().cancel();

        assertEquals(2, bench.asked.count());
        bench.answer(1, "Hello");
        third.all();
        assertAtRest();
    }

    @Test
    void nothing_is_left_when_all_leave() {
        var calls = IntStream.range(0, 5)
                .mapToObj(i -> bench.call(i % 2 == 0 ? here : there))
                .toList();

        calls.forEach(call -> call.events().cancel());

        assertEquals(bench.asked.count(), bench.asked.left);
        assertAtRest();
        assertInstanceOf(Lookup.Granted.class, lookup(bench.memory));
    }

    @Test
    void another_one_goes_on_when_an_instance_has_died() {
        lookup(bench.memory); // by an instance that is never heard of again
        var call = bench.call(here);
        bench.time.advance(LEASE.minusMillis(1));
        assertEquals(0, bench.asked.count());

        bench.time.advance(STEP);

        assertEquals(1, bench.asked.count());
        bench.answer(0, "Hello");
        call.all();
        assertAtRest();
    }

    @Test
    void a_lease_lasts_as_long_as_its_call() {
        bench.call(here);
        bench.time.advance(Duration.ofMinutes(1));

        var elsewhere = bench.call(there);
        bench.time.advance(LEASE);

        assertEquals(1, bench.asked.count());
        bench.answer(0, "Hello");
        bench.time.advance(STEP);
        assertEquals("hit", elsewhere.cache());
        assertAtRest();
    }

    @Test
    void who_has_waited_long_enough_asks_alone_here_and_elsewhere() {
        bench.call(here);
        bench.call(here);
        bench.call(there);
        bench.time.advance(PATIENCE.minusMillis(1));
        assertEquals(1, bench.asked.count());

        bench.time.advance(STEP.plusMillis(1));

        assertEquals(3, bench.asked.count());
        bench.answer(1, "Hello");
        assertEquals("hit", bench.call(there).cache());
        bench.answer(0, "Hello");
        bench.answer(2, "Hello");
        assertAtRest();
    }

    @Test
    void nobody_waits_beyond_their_deadline() {
        bench.call(here);
        bench.call(here, "me", KEPT, request(), Duration.ofSeconds(2));
        bench.call(there, "me", KEPT, request(), Duration.ofSeconds(2));

        bench.time.advance(Duration.ofSeconds(2).plus(STEP));

        assertEquals(3, bench.asked.count());
    }

    @Test
    void a_lease_that_comes_after_the_caller_left_is_given_back() {
        var slow = new SlowStore(bench.memory);
        var instance = bench.over(slow).instance();
        var call = bench.call(instance);

        call.events().cancel();
        slow.reply();

        assertEquals(0, bench.asked.count());
        assertTrue(instance.idle());
        assertInstanceOf(Lookup.Granted.class, lookup(bench.memory));
    }

    @Test
    void who_waits_while_the_first_looks_up_gets_what_is_kept() {
        bench.call(here);
        bench.answer(0, "Hello");
        var slow = new SlowStore(bench.memory);
        var instance = bench.over(slow).instance();
        var calls = List.of(bench.call(instance), bench.call(instance), bench.call(instance));

        slow.reply();

        assertEquals(1, slow.lookups);
        calls.forEach(call -> assertEquals("hit", call.cache()));
        assertEquals(1, bench.asked.count());
    }

    private void assertAtRest() {
        assertTrue(here.idle());
        assertTrue(there.idle());
        assertEquals(0, bench.time.pending());
    }

    private static Lookup lookup(CacheStore store) {
        var key = CacheKey.of(
                new CallContext("r", "me", new Deadline(Instant.MAX, false), new CallTrail()),
                request(),
                List.of(CacheFixture.TARGET),
                false);
        return store.lookup(new CacheLease(key.digest(), "somebody"), Optional.empty())
                .await()
                .indefinitely();
    }

    /** Replies to lookups when it is told to. */
    private static final class SlowStore implements CacheStore {

        private final CacheStore inner;
        private final List<UniEmitter<? super Lookup>> waiting = new ArrayList<>();
        private final List<Lookup> replies = new ArrayList<>();
        private int lookups;

        SlowStore(CacheStore inner) {
            this.inner = inner;
        }

        void reply() {
            for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).complete(replies.get(i));
            }
        }

        @Override
        public Uni<Lookup> lookup(CacheLease lease, Optional<Duration> youngerThan) {
            return Uni.createFrom().emitter(emitter -> {
                lookups++;
                replies.add(inner.lookup(lease, youngerThan).await().indefinitely());
                waiting.add(emitter);
            });
        }

        @Override
        public Uni<Boolean> keep(CacheLease lease, byte[] entry, Duration life) {
            return inner.keep(lease, entry, life);
        }

        @Override
        public Uni<Boolean> renew(CacheLease lease) {
            return inner.renew(lease);
        }

        @Override
        public Uni<Boolean> release(CacheLease lease) {
            return inner.release(lease);
        }
    }
}

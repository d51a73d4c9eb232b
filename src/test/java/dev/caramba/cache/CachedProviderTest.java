package dev.caramba.cache;

import static dev.caramba.cache.CacheFixture.DONE;
import static dev.caramba.cache.CacheFixture.KEPT;
import static dev.caramba.cache.CacheFixture.TARGET;
import static dev.caramba.cache.CacheFixture.TTL;
import static dev.caramba.cache.CacheFixture.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.CacheUse;
import dev.caramba.generation.Caching;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.ResumeResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which answers are kept, for whom and for how long. */
class CachedProviderTest {

    private final CacheFixture bench = new CacheFixture();
    private final CachedProvider here = bench.instance();

    @Test
    void the_same_question_is_asked_once() {
        var first = bench.call(here);
        bench.answer(0, "Hel", "lo");
        bench.time.advance(Duration.ofSeconds(7));

        var second = bench.call(here);

        assertEquals(1, bench.asked.count());
        assertEquals(first.all(), second.all());
        assertEquals("miss", first.cache());
        assertEquals("hit", second.cache());
        assertEquals(CacheUse.MISS, first.trail().cache());
        assertEquals(CacheUse.HIT, second.trail().cache());
        assertEquals("7", second.trail().notices().get("age"));
        assertEquals(Optional.of(TARGET), second.trail().answering());
        assertEquals(0, second.trail().begun());
    }

    @Test
    void an_answer_is_kept_for_all_instances() {
        bench.call(here);
        bench.answer(0, "Hello");

        var elsewhere = bench.call(bench.instance());

        assertEquals("hit", elsewhere.cache());
        assertEquals(1, bench.asked.count());
    }

    @Test
    void an_answer_is_forgotten_after_its_time() {
        bench.call(here);
        bench.answer(0, "Hello");
        bench.time.advance(TTL.minusMillis(1));
        assertEquals("hit", bench.call(here).cache());

        bench.time.advance(Duration.ofMillis(1));

        assertEquals("miss", bench.call(here).cache());
    }

    @Test
    void nothing_is_kept_unless_somebody_wants_it() {
        var first = bench.call(here, Caching.UNSAID);
        bench.answer(0, "Hello");

        var second = bench.call(here, Caching.UNSAID);

        assertEquals(2, bench.asked.count());
        assertEquals("bypass", first.cache());
        assertEquals(CacheUse.BYPASS, second.trail().cache());
    }

    @Test
    void a_route_may_want_it() {
        bench.call(here, "me", Caching.UNSAID, request().withModel("route"));
        bench.answer(0, "Hello");
        bench.time.advance(Duration.ofSeconds(29));
        assertEquals(
                "hit",
                bench.call(here, "me", Caching.UNSAID, request().withModel("route"))
                        .cache());

        bench.time.advance(Duration.ofSeconds(1));

        assertEquals(
                "miss",
                bench.call(here, "me", Caching.UNSAID, request().withModel("route"))
                        .cache());
    }

    @Test
    void the_requests_time_counts_more_than_the_routes_and_says_how_old_an_answer_may_be() {
        bench.call(here, "me", lasting(Duration.ofMinutes(10)), request().withModel("route"));
        bench.answer(0, "Hello");
        bench.time.advance(Duration.ofSeconds(60));

        assertEquals("hit", ofRoute(lasting(Duration.ofSeconds(61))));
        assertEquals("miss", ofRoute(lasting(Duration.ofSeconds(60))));
    }

    @Test
    void no_request_may_ask_for_more_time_than_there_is() {
        bench.call(here, lasting(Duration.ofDays(365)));
        bench.answer(0, "Hello");
        bench.time.advance(CacheFixture.MAX_TTL);

        assertEquals("miss", bench.call(here, lasting(Duration.ofDays(365))).cache());
    }

    @Test
    void who_wants_no_kept_answer_is_answered_anew_and_the_others_get_that() {
        bench.call(here);
        bench.answer(0, "old");

        var fresh = bench.call(here, KEPT.and(new Caching(none(), Optional.empty(), none(), false, true)));
        bench.answer(1, "new");

        assertEquals("miss", fresh.cache());
        assertEquals(new Event.Chunk(0, "new"), bench.call(here).all().get(0));
        assertEquals(2, bench.asked.count());
    }

    @Test
    void who_wants_no_kept_answer_does_not_wait_for_others() {
        bench.call(here);

        bench.call(here, KEPT.and(new Caching(none(), Optional.empty(), none(), false, true)));

        assertEquals(2, bench.asked.count());
    }

    @Test
    void who_wants_nothing_to_be_kept_leaves_nothing() {
        bench.call(here);
        bench.answer(0, "old");

        var secret = bench.call(here, KEPT.and(Caching.NONE));
        bench.answer(1, "secret");

        assertEquals("bypass", secret.cache());
        assertEquals(new Event.Chunk(0, "old"), bench.call(here).all().get(0));
    }

    @Test
    void an_answer_may_be_too_old_for_one() {
        bench.call(here);
        bench.answer(0, "Hello");
        bench.time.advance(Duration.ofSeconds(10));

        assertEquals("hit", bench.call(here, upTo(Duration.ofSeconds(11))).cache());
        assertEquals("miss", bench.call(here, upTo(Duration.ofSeconds(10))).cache());
    }

    @Test
    void callers_do_not_get_each_others_answers() {
        bench.call(here, "me", KEPT, request());
        bench.answer(0, "mine");

        assertEquals("miss", bench.call(here, "you", KEPT, request()).cache());
        assertEquals(2, bench.asked.count());
    }

    @Test
    void callers_get_each_others_answers_where_that_is_wanted() {
        var shared = bench.shared().instance();
        bench.call(shared, "me", KEPT, request());
        bench.answer(0, "ours");

        assertEquals("hit", bench.call(shared, "you", KEPT, request()).cache());
    }

    @Test
    void a_whole_answer_and_a_stream_are_one() {
        var streamed = bench.call(here, "me", KEPT, request().withStream(true));
        bench.answer(0, "Hel", "lo");

        assertEquals(streamed.all(), bench.call(here).all());
    }

    @Test
    void parameters_that_were_left_out_are_told_again() {
        bench.call(here);
        bench.asked.answers.get(0).onNext(new Event.Start(none(), none()).with(List.of("seed"), Duration.ZERO));
        bench.answer(0, "Hello");

        assertEquals(List.of("seed"), bench.call(here).trail().droppedParams());
    }

    @Test
    void a_failure_is_not_kept() {
        var first = bench.call(here);
        bench.asked.answers.get(0).onNext(new Event.Error(Failure.of(FailureKind.RATE_LIMITED, "slow down")));

        var second = bench.call(here);

        first.events().assertCompleted();
        assertEquals("miss", second.cache());
        assertEquals(2, bench.asked.count());
    }

    @Test
    void an_answer_that_broke_is_not_kept() {
        bench.call(here);
        bench.asked.answers.get(0).onNext(new Event.Chunk("Hel"));
        bench.asked.answers.get(0).onNext(new Event.Error(Failure.of(FailureKind.NETWORK, "cut")));

        assertEquals("miss", bench.call(here).cache());
    }

    @Test
    void an_answer_that_was_resumed_is_not_kept() {
        var first = bench.call(here);
        first.trail().resumed(ResumeResult.CONTINUED);
        bench.answer(0, "Hello");

        assertEquals("miss", bench.call(here).cache());
    }

    @Test
    void an_answer_that_was_filtered_is_not_kept_and_one_that_met_its_limit_is() {
        bench.call(here);
        bench.asked.answers.get(0).onNext(new Event.Done(FinishReason.CONTENT_FILTER, none()));
        bench.call(here);
        bench.asked.answers.get(1).onNext(new Event.Done(FinishReason.LENGTH, none()));

        assertEquals("hit", bench.call(here).cache());
        assertEquals(2, bench.asked.count());
    }

    @Test
    void an_answer_that_is_too_long_is_given_out_and_not_kept() {
        var half = "x".repeat(CacheFixture.MAX_ENTRY_SIZE / 2);
        var first = bench.call(here);
        bench.answer(0, half, half);

        assertEquals(
                List.of(half, half, DONE.at(2)),
                List.of(text(first, 0), text(first, 1), first.all().get(2)));
        assertEquals("miss", bench.call(here).cache());
    }

    @Test
    void an_entry_that_cannot_be_read_is_as_good_as_none() {
        bench.call(here);
        bench.answer(0, "Hello");
        var broken = bench.over(new CorruptingStore(bench.memory)).instance();

        var call = bench.call(broken);
        bench.answer(1, "anew");

        assertEquals("miss", call.cache());
        assertEquals("anew", text(call, 0));
        assertTrue(broken.idle());
    }

    @Test
    void a_store_that_fails_fails_no_call() {
        var lost = bench.over(new FailingStore()).instance();

        var call = bench.call(lost);
        bench.answer(0, "Hello");

        assertEquals("Hello", text(call, 0));
        assertTrue(lost.idle());
    }

    @Test
    void nothing_is_left_under_way() {
        bench.call(here);
        assertFalse(here.idle());

        bench.answer(0, "Hello");

        assertTrue(here.idle());
        assertEquals(0, bench.time.pending());
    }

    private String ofRoute(Caching caching) {
        return bench.call(here, "me", caching, request().withModel("route")).cache();
    }

    private static String text(CacheFixture.Call call, int event) {
        return ((Event.Chunk) call.all().get(event)).text();
    }

    private static Caching lasting(Duration ttl) {
        return new Caching(Optional.of(ttl), Optional.empty(), Optional.empty(), true, true);
    }

    private static Caching upTo(Duration age) {
        return new Caching(Optional.of(TTL), Optional.empty(), Optional.of(age), true, true);
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }
}

package dev.caramba.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Quota;
import dev.caramba.quota.QuotaDecision.Refusal;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link QuotaStore} does. */
abstract class QuotaStoreContract {

    static final Duration LIFE = Duration.ofSeconds(30);
    static final Quota FIVE_A_MINUTE = quota(5, 0, 0, 0, 0);

    private final VirtualTime time = new VirtualTime();
    private QuotaStore store;
    private int number;

    /** A new store that knows nothing. */
    protected abstract QuotaStore store(InstantSource clock);

    @BeforeEach
    final void start() {
        store = store(time);
    }

    @Test
    void as_many_requests_as_are_allowed_begin_in_a_minute_that_begins_with_the_first() {
        time.advance(Duration.ofMillis(12_345));
        for (int i = 1; i <= 5; i++) {
            var taken = take(FIVE_A_MINUTE);
            assertTrue(taken.granted());
            assertEquals(i, taken.count(QuotaWindow.REQUESTS_PER_MINUTE).used());
            time.advance(Duration.ofSeconds(10));
        }

        var refused = take(FIVE_A_MINUTE);

        assertEquals(
                Optional.of(new Refusal(Optional.of(QuotaWindow.REQUESTS_PER_MINUTE), Duration.ofSeconds(10))),
                refused.refusal());
        time.advance(Duration.ofMillis(9_999));
        assertFalse(take(FIVE_A_MINUTE).granted());
        time.advance(Duration.ofMillis(1));
        assertTrue(take(FIVE_A_MINUTE).granted());
        assertEquals(Duration.ofMinutes(1), take(FIVE_A_MINUTE).left(QuotaWindow.REQUESTS_PER_MINUTE));
    }

    @Test
    void a_caller_that_hammers_gets_exactly_as_many_in_every_minute() {
        for (int minute = 0; minute < 3; minute++) {
            int granted = 0;
            for (int i = 0; i < 600; i++) {
                granted += take(FIVE_A_MINUTE).granted() ? 1 : 0;
                time.advance(Duration.ofMillis(100));
            }
            assertEquals(5, granted);
        }
    }

    @Test
    void a_refused_call_counts_nowhere() {
        var quota = quota(1, 3, 10, 10, 1);
        var first = take(quota, 4);

        for (int i = 0; i < 10; i++) {
            assertFalse(take(quota, 4).granted());
        }

        await(store.settle(first, 4));
        time.advance(Duration.ofMinutes(1));
        var second = take(quota, 4);
        assertTrue(second.granted());
        assertEquals(2, second.count(QuotaWindow.REQUESTS_PER_DAY).used());
        assertEquals(4, second.count(QuotaWindow.TOKENS_PER_MINUTE).used());
        assertEquals(8, second.count(QuotaWindow.TOKENS_PER_DAY).used());
    }

    @Test
    void a_call_that_came_to_nothing_is_counted_nowhere() {
        var quota = quota(2, 3, 10, 10, 1);
        await(store.giveBack(take(quota, 10)));
        var kept = take(quota, 4);
        await(store.settle(kept, 4));

        var next = take(quota, 4);

        assertTrue(next.granted());
        assertEquals(2, next.count(QuotaWindow.REQUESTS_PER_MINUTE).used());
        assertEquals(2, next.count(QuotaWindow.REQUESTS_PER_DAY).used());
        assertEquals(8, next.count(QuotaWindow.TOKENS_PER_MINUTE).used());
        time.advance(Duration.ofMinutes(1));
        await(store.giveBack(next));
        var later = take(quota, 6);
        assertEquals(1, later.count(QuotaWindow.REQUESTS_PER_MINUTE).used());
        assertEquals(2, later.count(QuotaWindow.REQUESTS_PER_DAY).used());
        assertEquals(10, later.count(QuotaWindow.TOKENS_PER_DAY).used());
    }

    @Test
    void a_day_holds_longer_than_its_minutes() {
        var quota = quota(2, 3, 0, 0, 0);
        assertTrue(take(quota).granted());
        assertTrue(take(quota).granted());
        time.advance(Duration.ofMinutes(1));
        assertTrue(take(quota).granted());

        var refused = take(quota).refusal().orElseThrow();

        assertEquals(Optional.of(QuotaWindow.REQUESTS_PER_DAY), refused.window());
        assertEquals(Duration.ofDays(1).minusMinutes(1), refused.retryAfter());
        time.advance(refused.retryAfter());
        assertTrue(take(quota).granted());
    }

    @Test
    void tokens_are_reserved_and_then_corrected() {
        var quota = quota(0, 0, 100, 0, 0);
        var generous = take(quota, 80);
        assertEquals(
                Optional.of(QuotaWindow.TOKENS_PER_MINUTE),
                take(quota, 21).refusal().orElseThrow().window());

        await(store.settle(generous, 30));

        var next = take(quota, 70);
        assertTrue(next.granted());
        assertEquals(100, next.count(QuotaWindow.TOKENS_PER_MINUTE).used());
        await(store.settle(next, 90));
        assertEquals(120, take(quota, 1).count(QuotaWindow.TOKENS_PER_MINUTE).used());
        assertFalse(take(quota, 0).granted());
    }

    @Test
    void what_a_call_needs_beyond_its_minute_counts_in_the_minute_of_its_end() {
        var quota = quota(0, 0, 100, 0, 0);
        var longer = take(quota, 10);
        var shorter = take(quota, 20);
        time.advance(Duration.ofSeconds(90));

        await(store.settle(shorter, 5));
        await(store.settle(longer, 70));

        var next = take(quota, 1);
        assertEquals(61, next.count(QuotaWindow.TOKENS_PER_MINUTE).used());
        assertEquals(Duration.ofMinutes(1), next.left(QuotaWindow.TOKENS_PER_MINUTE));
    }

    @Test
    void calls_under_way_are_limited_until_they_end() {
        var quota = quota(0, 0, 0, 0, 2);
        var first = take(quota);
        assertEquals(2, take(quota).inFlight());

        assertEquals(Optional.of(Refusal.IN_FLIGHT), take(quota).refusal());

        await(store.settle(first, 0));
        assertTrue(take(quota).granted());
        assertFalse(take(quota).granted());
    }

    @Test
    void a_call_that_nobody_prolongs_is_over_after_its_life() {
        var quota = quota(0, 0, 0, 0, 1);
        var taken = take(quota);
        time.advance(LIFE.minusMillis(1));
        assertTrue(await(store.hold(taken)));
        time.advance(LIFE.minusMillis(1));
        assertFalse(take(quota).granted());

        time.advance(Duration.ofMillis(1));

        assertFalse(await(store.hold(taken)));
        var next = take(quota);
        assertTrue(next.granted());
        await(store.settle(taken, 0));
        assertFalse(take(quota).granted());
    }

    @Test
    void callers_do_not_count_for_each_other() {
        var one = quota(1, 0, 0, 0, 1);
        assertTrue(await(store.take(new QuotaRequest("alice", "1", one, 0))).granted());

        assertTrue(await(store.take(new QuotaRequest("bob", "1", one, 0))).granted());

        assertFalse(await(store.take(new QuotaRequest("alice", "2", one, 0))).granted());
    }

    @Test
    void a_limit_that_was_changed_holds_at_once() {
        assertTrue(take(FIVE_A_MINUTE).granted());
        assertFalse(take(quota(1, 0, 0, 0, 0)).granted());
        assertTrue(take(quota(2, 0, 0, 0, 0)).granted());
    }

    @Test
    void many_at_once_get_no_more_than_there_is() {
        var granted = await(Multi.createFrom()
                .iterable(IntStream.range(0, 200).boxed().toList())
                .onItem()
                .transformToUni(i -> store.take(new QuotaRequest("me", "c" + i, quota(50, 0, 0, 0, 20), 0)))
                .merge(200)
                .filter(QuotaDecision::granted)
                .collect()
                .asList());

        assertEquals(20, granted.size());
    }

    private QuotaDecision take(Quota quota) {
        return take(quota, 0);
    }

    private QuotaDecision take(Quota quota, long tokens) {
        return await(store.take(new QuotaRequest("me", "call" + number++, quota, tokens)));
    }

    /** No limit where it is 0. */
    static Quota quota(long perMinute, long perDay, long tokensPerMinute, long tokensPerDay, int inFlight) {
        return new Quota(
                limit(perMinute),
                limit(perDay),
                limit(tokensPerMinute),
                limit(tokensPerDay),
                inFlight == 0 ? OptionalInt.empty() : OptionalInt.of(inFlight));
    }

    private static OptionalLong limit(long limit) {
        return limit == 0 ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}

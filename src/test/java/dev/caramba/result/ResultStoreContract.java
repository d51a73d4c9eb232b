package dev.caramba.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ResultStore} does. */
abstract class ResultStoreContract {

    static final ResultPolicy POLICY = new ResultPolicy(Duration.ofSeconds(30), Duration.ofHours(24));

    static final IdempotencyKey KEY = IdempotencyKey.of("me", "", "k");
    static final HeldClaim FIRST = new HeldClaim(KEY, "body", "first");
    static final HeldClaim SECOND = new HeldClaim(KEY, "body", "second");
    static final HeldClaim OTHER = new HeldClaim(KEY, "another body", "other");

    private final VirtualTime time = new VirtualTime();
    private ResultStore store;

    /** A new store that knows nothing. */
    protected abstract ResultStore store(ResultPolicy policy, InstantSource clock);

    @BeforeEach
    final void start() {
        store = store(POLICY, time);
    }

    @Test
    void the_first_one_gets_the_claim() {
        assertEquals(Optional.empty(), await(store.find(KEY)));

        assertEquals(new Claim.Granted(FIRST), await(store.claim(FIRST)));

        assertEquals(running(30), await(store.claim(SECOND)));
        assertEquals(Optional.of(running(30)), await(store.find(KEY)));
    }

    @Test
    void a_claim_ends_by_itself() {
        claimed(FIRST);
        time.advance(Duration.ofMillis(29_999));
        assertEquals(new Claim.Running(Duration.ofMillis(1)), await(store.claim(SECOND)));

        time.advance(Duration.ofMillis(1));

        assertEquals(Optional.empty(), await(store.find(KEY)));
        assertEquals(new Claim.Granted(SECOND), await(store.claim(SECOND)));
        assertFalse(await(store.prolong(FIRST)));
        assertFalse(await(store.release(FIRST)));
        assertEquals(running(30), await(store.claim(FIRST)));
    }

    @Test
    void a_claim_is_prolonged_by_its_full_life() {
        claimed(FIRST);
        time.advance(Duration.ofSeconds(20));

        assertTrue(await(store.prolong(FIRST)));

        assertFalse(await(store.prolong(SECOND)));
        time.advance(Duration.ofSeconds(20));
        assertEquals(running(10), await(store.claim(SECOND)));
    }

    @Test
    void a_result_is_given_to_whoever_asks_until_it_is_forgotten() {
        claimed(FIRST);

        assertTrue(await(store.complete(FIRST, "{\"a\":\"é\"}")));

        time.advance(Duration.ofHours(24).minusMillis(1));
        assertEquals(new Claim.Done("{\"a\":\"é\"}"), await(store.claim(SECOND)));
        assertEquals(Optional.of(new Claim.Done("{\"a\":\"é\"}")), await(store.find(KEY)));
        time.advance(Duration.ofMillis(1));
        assertEquals(new Claim.Granted(SECOND), await(store.claim(SECOND)));
    }

    @Test
    void a_claim_that_is_released_is_free() {
        claimed(FIRST);

        assertTrue(await(store.release(FIRST)));

        assertEquals(Optional.empty(), await(store.find(KEY)));
        assertEquals(new Claim.Granted(OTHER), await(store.claim(OTHER)));
    }

    @Test
    void a_key_stands_for_one_body() {
        claimed(FIRST);
        assertEquals(new Claim.OtherBody(), await(store.claim(OTHER)));

        assertTrue(await(store.complete(FIRST, "r")));

        assertEquals(new Claim.OtherBody(), await(store.claim(OTHER)));
    }

    @Test
    void nobody_releases_what_is_not_theirs_or_done() {
        claimed(FIRST);
        assertFalse(await(store.release(SECOND)));
        await(store.complete(FIRST, "r"));

        assertFalse(await(store.release(FIRST)));
        assertFalse(await(store.prolong(FIRST)));

        assertEquals(new Claim.Done("r"), await(store.claim(SECOND)));
    }

    @Test
    void the_first_result_counts() {
        claimed(FIRST);
        time.advance(Duration.ofSeconds(30));
        claimed(SECOND);

        assertTrue(await(store.complete(FIRST, "late, and yet the first")));

        assertFalse(await(store.complete(SECOND, "second")));
        assertEquals(new Claim.Done("late, and yet the first"), await(store.claim(FIRST)));
    }

    @Test
    void a_late_result_is_kept_where_nobody_else_runs_it() {
        claimed(FIRST);
        time.advance(Duration.ofSeconds(30));

        assertTrue(await(store.complete(FIRST, "late")));

        assertEquals(new Claim.Done("late"), await(store.claim(SECOND)));
    }

    @Test
    void a_late_result_does_not_answer_another_question() {
        claimed(FIRST);
        time.advance(Duration.ofSeconds(30));
        claimed(OTHER);

        assertFalse(await(store.complete(FIRST, "late")));

        assertEquals(running(30), await(store.claim(OTHER)));
    }

    @Test
    void every_part_of_a_key_counts() {
        var keys = List.of(
                KEY,
                IdempotencyKey.of("you", "", "k"),
                IdempotencyKey.of("me", "k", ""),
                IdempotencyKey.of("me", "/s", "k"),
                KEY.part("k"),
                KEY.part("1"),
                IdempotencyKey.of("me", "", "k1"),
                IdempotencyKey.of("mek", "", ""));

        keys.forEach(key -> claimed(new HeldClaim(key, "body", "owner")));

        keys.forEach(key -> assertEquals(Optional.of(running(30)), await(store.find(key)), key.toString()));
    }

    @Test
    void exactly_one_of_many_gets_the_claim() {
        var outcomes = await(Multi.createFrom()
                .iterable(IntStream.range(0, 200).boxed().toList())
                .onItem()
                .transformToUni(i -> store.claim(new HeldClaim(KEY, "body", "owner" + i)))
                .merge(200)
                .collect()
                .asList());

        assertEquals(200, outcomes.size());
        assertEquals(
                1, outcomes.stream().filter(Claim.Granted.class::isInstance).count());
        assertEquals(199, Collections.frequency(outcomes, running(30)));
    }

    private void claimed(HeldClaim hold) {
        assertEquals(new Claim.Granted(hold), await(store.claim(hold)));
    }

    private static Claim running(long seconds) {
        return new Claim.Running(Duration.ofSeconds(seconds));
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}

package dev.caramba.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Quota;
import dev.caramba.redis.StoreGuard;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FallbackQuotaStoreTest extends QuotaStoreContract {

    private final VirtualTime time = new VirtualTime();
    private final MemoryQuotaStore shared = new MemoryQuotaStore(LIFE, time);
    private final Switch guard = new Switch();
    private final QuotaStore here = new FallbackQuotaStore(shared, new MemoryQuotaStore(LIFE, time), guard);
    private int number;

    @Override
    protected QuotaStore store(InstantSource clock) {
        return new FallbackQuotaStore(
                new MemoryQuotaStore(LIFE, clock), new MemoryQuotaStore(LIFE, clock), new Switch());
    }

    @Test
    void the_instance_goes_on_from_what_the_fleet_had_used() {
        take(shared, FIVE_A_MINUTE);
        take(shared, FIVE_A_MINUTE);
        take(here, FIVE_A_MINUTE);
        time.advance(Duration.ofSeconds(10));
        guard.away = true;

        assertTrue(take(here, FIVE_A_MINUTE).granted());
        assertTrue(take(here, FIVE_A_MINUTE).granted());
        var refused = take(here, FIVE_A_MINUTE);

        assertEquals(Duration.ofSeconds(50), refused.refusal().orElseThrow().retryAfter());
        time.advance(Duration.ofSeconds(50));
        assertTrue(take(here, FIVE_A_MINUTE).granted());
    }

    @Test
    void a_refusal_is_remembered_too() {
        for (int i = 0; i < 5; i++) {
            take(shared, FIVE_A_MINUTE);
        }
        assertFalse(take(here, FIVE_A_MINUTE).granted());
        guard.away = true;

        assertFalse(take(here, FIVE_A_MINUTE).granted());
    }

    @Test
    void calls_of_others_that_were_under_way_are_so_for_their_life() {
        var two = QuotaStoreContract.quota(0, 0, 0, 0, 2);
        take(shared, two);
        var mine = take(here, two);
        guard.away = true;

        assertFalse(take(here, two).granted());
        await(here.settle(mine, 0));
        assertTrue(take(here, two).granted());
        assertFalse(take(here, two).granted());
        time.advance(LIFE);
        assertTrue(take(here, two).granted());
    }

    @Test
    void a_call_that_was_granted_after_it_was_given_up_gives_its_slot_back() {
        var one = QuotaStoreContract.quota(0, 0, 0, 0, 1);
        guard.away = true;
        var mine = take(here, one);
        await(shared.take(mine.ask()));
        guard.away = false;

        await(here.settle(mine, 0));

        assertTrue(take(here, one).granted());
    }

    @Test
    void a_call_of_the_fleet_that_ends_while_it_is_away_fails_nothing() {
        var one = QuotaStoreContract.quota(0, 0, 0, 0, 1);
        var mine = take(here, one);
        guard.away = true;

        assertTrue(await(here.hold(mine)));
        await(here.settle(mine, 0));

        assertTrue(take(here, one).granted());
    }

    private QuotaDecision take(QuotaStore store, Quota quota) {
        return await(store.take(new QuotaRequest("me", "f" + number++, quota, 0)));
    }

    /** Says whether the shared count can be reached. */
    private static final class Switch implements StoreGuard {

        private boolean away;

        @Override
        public <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return Uni.createFrom()
                    .deferred(
                            () -> away ? Uni.createFrom().failure(new IllegalStateException("away")) : question.get());
        }
    }
}

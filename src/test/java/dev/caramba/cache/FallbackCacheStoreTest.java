package dev.caramba.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.StoreGuard;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FallbackCacheStoreTest extends CacheStoreContract {

    private final VirtualTime time = new VirtualTime();
    private final MemoryCacheStore shared = memory(time);
    private final Switch guard = new Switch();
    private final CacheStore here = new FallbackCacheStore(shared, memory(time), guard);

    @Override
    protected CacheStore store(InstantSource clock) {
        return new FallbackCacheStore(memory(clock), memory(clock), new Switch());
    }

    @Test
    void the_instance_goes_by_its_own_memory_while_the_shared_one_is_away() {
        guard.away = true;

        var granted = assertInstanceOf(Lookup.Granted.class, await(here.lookup(FIRST, ANY)));

        assertEquals(new Lookup.Busy(LEASE), await(here.lookup(SECOND, ANY)));
        assertTrue(await(here.renew(granted.lease())));
        assertTrue(await(here.keep(granted.lease(), ENTRY, MINUTE)));
        assertFound(ENTRY, Duration.ZERO, await(here.lookup(SECOND, ANY)));
    }

    @Test
    void the_others_learn_an_answer_once_the_shared_memory_is_back() {
        guard.away = true;
        var granted = assertInstanceOf(Lookup.Granted.class, await(here.lookup(FIRST, ANY)));
        guard.away = false;

        await(here.keep(granted.lease(), ENTRY, MINUTE));

        assertFound(ENTRY, Duration.ZERO, await(shared.lookup(SECOND, ANY)));
    }

    @Test
    void an_answer_that_cannot_be_shared_is_kept_here() {
        var granted = assertInstanceOf(Lookup.Granted.class, await(here.lookup(FIRST, ANY)));
        guard.away = true;

        assertTrue(await(here.keep(granted.lease(), ENTRY, MINUTE)));

        assertFound(ENTRY, Duration.ZERO, await(here.lookup(SECOND, ANY)));
    }

    @Test
    void a_lease_that_was_granted_after_it_was_given_up_is_given_back() {
        guard.away = true;
        var granted = assertInstanceOf(Lookup.Granted.class, await(here.lookup(FIRST, ANY)));
        await(shared.lookup(FIRST, ANY));
        guard.away = false;

        await(here.release(granted.lease()));

        assertInstanceOf(Lookup.Granted.class, await(here.lookup(SECOND, ANY)));
    }

    @Test
    void nothing_fails_while_the_shared_memory_is_away() {
        var granted = assertInstanceOf(Lookup.Granted.class, await(here.lookup(FIRST, ANY)));
        guard.away = true;

        assertTrue(await(here.renew(granted.lease())));
        assertEquals(false, await(here.release(granted.lease())));
    }

    private static MemoryCacheStore memory(InstantSource clock) {
        return new MemoryCacheStore(1 << 20, LEASE, clock);
    }

    /** Says whether the shared memory can be reached. */
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

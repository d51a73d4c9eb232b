package dev.caramba.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.caramba.time.VirtualTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryCacheStoreTest extends CacheStoreContract {

    private static final int ROOM = 3 * (MemoryCacheStore.OVERHEAD + 1000);

    @Override
    protected CacheStore store(InstantSource clock) {
        return new MemoryCacheStore(1 << 20, LEASE, clock);
    }

    @Test
    void what_was_not_asked_for_the_longest_is_forgotten_when_there_is_no_room() {
        var store = new MemoryCacheStore(ROOM, LEASE, new VirtualTime());
        IntStream.range(0, 3).forEach(i -> await(store.keep(lease(i), new byte[1000], MINUTE)));
        assertInstanceOf(Lookup.Found.class, await(store.lookup(lease(0), ANY)));

        await(store.keep(lease(3), new byte[1000], MINUTE));

        assertInstanceOf(Lookup.Found.class, await(store.lookup(lease(0), ANY)));
        assertInstanceOf(Lookup.Found.class, await(store.lookup(lease(2), ANY)));
        assertInstanceOf(Lookup.Found.class, await(store.lookup(lease(3), ANY)));
        assertInstanceOf(Lookup.Granted.class, await(store.lookup(lease(1), ANY)));
    }

    @Test
    void what_is_larger_than_the_memory_is_not_kept() {
        var store = new MemoryCacheStore(ROOM, LEASE, new VirtualTime());

        assertFalse(await(store.keep(lease(0), new byte[ROOM], MINUTE)));

        assertInstanceOf(Lookup.Granted.class, await(store.lookup(lease(0), ANY)));
    }

    @Test
    void leases_that_nobody_ended_do_not_fill_the_memory() {
        var time = new VirtualTime();
        var store = new MemoryCacheStore(ROOM, LEASE, time);
        IntStream.range(0, 10_000).forEach(i -> await(store.lookup(lease(i), ANY)));
        time.advance(Duration.ofSeconds(5));

        await(store.keep(lease(7), new byte[1000], MINUTE));

        assertInstanceOf(Lookup.Found.class, await(store.lookup(lease(7), ANY)));
    }

    @Test
    void one_of_many_threads_gets_the_lease() throws Exception {
        await(store(new VirtualTime()).lookup(FIRST, ANY)); // Mutiny begins on one thread
        var store = store(new VirtualTime());
        var start = new CountDownLatch(1);
        var threads = Executors.newFixedThreadPool(8);
        try {
            var lookups = IntStream.range(0, 64)
                    .mapToObj(i -> threads.submit((Callable<Lookup>) () -> {
                        start.await();
                        return await(store.lookup(new CacheLease("key", "owner" + i), ANY));
                    }))
                    .toList();
            start.countDown();

            int granted = 0;
            for (Future<Lookup> lookup : lookups) {
                granted += lookup.get(30, TimeUnit.SECONDS) instanceof Lookup.Granted ? 1 : 0;
            }

            assertEquals(1, granted);
        } finally {
            threads.shutdownNow();
        }
    }

    private static CacheLease lease(int i) {
        return new CacheLease("key" + i, "owner");
    }
}

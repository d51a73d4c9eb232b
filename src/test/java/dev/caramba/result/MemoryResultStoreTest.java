package dev.caramba.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.caramba.time.VirtualTime;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryResultStoreTest extends ResultStoreContract {

    @Override
    protected ResultStore store(ResultPolicy policy, InstantSource clock) {
        return new MemoryResultStore(policy, clock);
    }

    @Test
    void the_oldest_is_forgotten_when_there_are_too_many() {
        var store = new MemoryResultStore(POLICY, new VirtualTime());

        IntStream.rangeClosed(0, MemoryResultStore.MOST_ENTRIES).forEach(i -> await(store.complete(hold(i), "r")));

        assertEquals(Optional.empty(), await(store.find(hold(0).key())));
        assertEquals(Optional.of(new Claim.Done("r")), await(store.find(hold(1).key())));
    }

    @Test
    void the_oldest_is_forgotten_when_they_are_too_long() {
        var store = new MemoryResultStore(POLICY, new VirtualTime());
        var half = "x".repeat((int) (MemoryResultStore.MOST_CHARACTERS / 2));

        await(store.complete(hold(0), half));
        await(store.complete(hold(1), half));
        await(store.complete(hold(2), "r"));

        assertEquals(Optional.empty(), await(store.find(hold(0).key())));
        assertEquals(Optional.of(new Claim.Done(half)), await(store.find(hold(1).key())));
    }

    @Test
    void one_of_many_threads_gets_the_claim() throws Exception {
        await(store(POLICY, new VirtualTime()).find(KEY)); // Mutiny begins on one thread
        var store = new MemoryResultStore(POLICY, new VirtualTime());
        var start = new CountDownLatch(1);
        var threads = Executors.newFixedThreadPool(8);
        try {
            var claims = IntStream.range(0, 64)
                    .mapToObj(i -> threads.submit((Callable<Claim>) () -> {
                        start.await();
                        return await(store.claim(new HeldClaim(KEY, "body", "owner" + i)));
                    }))
                    .toList();
            start.countDown();

            int granted = 0;
            for (Future<Claim> claim : claims) {
                granted += claim.get(30, TimeUnit.SECONDS) instanceof Claim.Granted ? 1 : 0;
            }

            assertEquals(1, granted);
            assertInstanceOf(Claim.Running.class, await(store.find(KEY)).orElseThrow());
        } finally {
            threads.shutdownNow();
        }
    }

    private static HeldClaim hold(int i) {
        return new HeldClaim(IdempotencyKey.of("me", "", "k" + i), "body", "owner");
    }
}

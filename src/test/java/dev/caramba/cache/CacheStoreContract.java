package dev.caramba.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CacheStore} does. */
abstract class CacheStoreContract {

    static final Duration LEASE = Duration.ofSeconds(5);
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Optional<Duration> ANY = Optional.empty();

    static final CacheLease FIRST = new CacheLease("key", "first");
    static final CacheLease SECOND = new CacheLease("key", "second");
    static final CacheLease ELSEWHERE = new CacheLease("another key", "second");

    /** Every byte there is. */
    static final byte[] ENTRY = bytes();

    private final VirtualTime time = new VirtualTime();
    private CacheStore store;

    /** A new store that knows nothing. */
    protected abstract CacheStore store(InstantSource clock);

    @BeforeEach
    final void start() {
        store = store(time);
    }

    @Test
    void the_first_one_gets_the_lease_and_the_others_learn_how_long_it_lasts() {
        assertEquals(Lookup.Granted.class, lookup(FIRST).getClass());
        time.advance(Duration.ofSeconds(2));

        assertEquals(new Lookup.Busy(Duration.ofSeconds(3)), lookup(SECOND));
        assertInstanceOf(Lookup.Granted.class, lookup(ELSEWHERE));
    }

    @Test
    void who_has_the_lease_gets_it_again() {
        lookup(FIRST);
        time.advance(Duration.ofSeconds(2));

        assertInstanceOf(Lookup.Granted.class, lookup(FIRST));

        assertEquals(new Lookup.Busy(LEASE), lookup(SECOND));
    }

    @Test
    void a_lease_ends_by_itself() {
        lookup(FIRST);
        time.advance(LEASE.minusMillis(1));
        assertEquals(new Lookup.Busy(Duration.ofMillis(1)), lookup(SECOND));

        time.advance(Duration.ofMillis(1));

        assertInstanceOf(Lookup.Granted.class, lookup(SECOND));
        assertFalse(await(store.renew(FIRST)));
        assertFalse(await(store.release(FIRST)));
        assertEquals(new Lookup.Busy(LEASE), lookup(FIRST));
    }

    @Test
    void a_lease_is_renewed_by_its_full_life() {
        var lease = granted(FIRST);
        time.advance(Duration.ofSeconds(4));

        assertTrue(await(store.renew(lease)));

        assertFalse(await(store.renew(SECOND)));
        time.advance(Duration.ofSeconds(4));
        assertEquals(new Lookup.Busy(Duration.ofSeconds(1)), lookup(SECOND));
    }

    @Test
    void a_lease_that_is_released_is_free() {
        var lease = granted(FIRST);
        assertFalse(await(store.release(SECOND)));

        assertTrue(await(store.release(lease)));

        assertFalse(await(store.release(lease)));
        assertInstanceOf(Lookup.Granted.class, lookup(SECOND));
    }

    @Test
    void what_is_kept_is_found_until_its_life_is_over() {
        assertTrue(await(store.keep(granted(FIRST), ENTRY, MINUTE)));

        time.advance(MINUTE.minusMillis(1));
        assertFound(ENTRY, MINUTE.minusMillis(1), lookup(SECOND));
        time.advance(Duration.ofMillis(1));
        assertInstanceOf(Lookup.Granted.class, lookup(SECOND));
    }

    @Test
    void what_is_too_old_for_one_is_found_by_others() {
        await(store.keep(granted(FIRST), ENTRY, MINUTE));
        time.advance(Duration.ofSeconds(10));

        assertFound(ENTRY, Duration.ofSeconds(10), await(store.lookup(SECOND, Optional.of(Duration.ofMillis(10_001)))));
        assertInstanceOf(Lookup.Granted.class, await(store.lookup(SECOND, Optional.of(Duration.ofSeconds(10)))));

        assertInstanceOf(Lookup.Busy.class, await(store.lookup(FIRST, Optional.of(Duration.ofSeconds(10)))));
        assertFound(ENTRY, Duration.ofSeconds(10), lookup(FIRST));
    }

    @Test
    void a_lease_that_is_released_leaves_the_older_answer() {
        await(store.keep(granted(FIRST), ENTRY, MINUTE));
        time.advance(Duration.ofSeconds(10));
        var lease =
                assertInstanceOf(Lookup.Granted.class, await(store.lookup(SECOND, Optional.of(Duration.ofSeconds(1)))));

        assertTrue(await(store.release(lease.lease())));

        assertFound(ENTRY, Duration.ofSeconds(10), lookup(FIRST));
        time.advance(Duration.ofSeconds(50));
        assertInstanceOf(Lookup.Granted.class, lookup(FIRST));
    }

    @Test
    void the_latest_answer_counts() {
        await(store.keep(granted(FIRST), ENTRY, MINUTE));
        time.advance(Duration.ofSeconds(30));

        await(store.keep(SECOND, new byte[] {7}, Duration.ofSeconds(10)));

        assertFound(new byte[] {7}, Duration.ZERO, lookup(FIRST));
        time.advance(Duration.ofSeconds(10));
        assertInstanceOf(Lookup.Granted.class, lookup(FIRST));
    }

    @Test
    void an_answer_of_another_one_does_not_end_the_lease() {
        var lease = granted(FIRST);

        await(store.keep(SECOND, ENTRY, Duration.ofSeconds(1)));

        assertFound(ENTRY, Duration.ZERO, lookup(ELSEWHERE_SAME_KEY));
        assertTrue(await(store.renew(lease)));
        time.advance(Duration.ofSeconds(1));
        assertEquals(new Lookup.Busy(Duration.ofSeconds(4)), lookup(SECOND));
    }

    @Test
    void a_lease_that_is_over_may_still_bring_its_answer() {
        var lease = granted(FIRST);
        time.advance(LEASE);

        assertTrue(await(store.keep(lease, ENTRY, MINUTE)));

        assertFound(ENTRY, Duration.ZERO, lookup(SECOND));
    }

    @Test
    void keeping_ends_the_lease() {
        var lease = granted(FIRST);
        await(store.keep(lease, ENTRY, MINUTE));

        assertFalse(await(store.renew(lease)));

        time.advance(Duration.ofMillis(1));
        assertInstanceOf(Lookup.Granted.class, await(store.lookup(SECOND, Optional.of(Duration.ofMillis(1)))));
    }

    @Test
    void exactly_one_of_many_gets_the_lease() {
        var lookups = await(Multi.createFrom()
                .iterable(IntStream.range(0, 200).boxed().toList())
                .onItem()
                .transformToUni(i -> store.lookup(new CacheLease("key", "owner" + i), ANY))
                .merge(200)
                .collect()
                .asList());

        assertEquals(200, lookups.size());
        assertEquals(
                1, lookups.stream().filter(Lookup.Granted.class::isInstance).count());
    }

    private static final CacheLease ELSEWHERE_SAME_KEY = new CacheLease("key", "third");

    private CacheLease granted(CacheLease lease) {
        return assertInstanceOf(Lookup.Granted.class, lookup(lease)).lease();
    }

    private Lookup lookup(CacheLease lease) {
        return await(store.lookup(lease, ANY));
    }

    static void assertFound(byte[] entry, Duration age, Lookup lookup) {
        var found = assertInstanceOf(Lookup.Found.class, lookup);
        assertArrayEquals(entry, found.entry());
        assertEquals(age, found.age());
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }

    private static byte[] bytes() {
        var bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}

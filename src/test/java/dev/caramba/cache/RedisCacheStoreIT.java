package dev.caramba.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.RedisServerExtension;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisCacheStoreIT extends CacheStoreContract {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    @Override
    protected CacheStore store(InstantSource clock) {
        return new RedisCacheStore(
                REDIS.client(), UUID.randomUUID().toString(), LEASE, () -> Optional.of(clock.instant()));
    }

    @Test
    void one_of_many_instances_gets_the_lease() {
        var fleet = IntStream.range(0, 8)
                .mapToObj(i -> new RedisCacheStore(REDIS.client(), "contended", LEASE))
                .toList();

        var granted = await(Multi.createFrom()
                .iterable(IntStream.range(0, 400).boxed().toList())
                .onItem()
                .transformToUni(i ->
                        fleet.get(i % fleet.size()).lookup(new CacheLease("key" + i / fleet.size(), "owner" + i), ANY))
                .merge(400)
                .filter(Lookup.Granted.class::isInstance)
                .collect()
                .asList());

        assertEquals(50, granted.size());
        assertEquals(
                50,
                granted.stream()
                        .map(lookup -> ((Lookup.Granted) lookup).lease().key())
                        .distinct()
                        .count());
    }

    @Test
    void every_verb_is_one_round_trip_and_every_key_vanishes() {
        REDIS.ask(Command.FLUSHALL);
        var store = new RedisCacheStore(REDIS.client(), "fleet", LEASE);
        all(store, new CacheLease("scripts are told", "owner"));
        REDIS.ask(Command.CONFIG, "RESETSTAT");

        all(store, FIRST);

        var stats = REDIS.ask(Command.INFO, "commandstats");
        assertTrue(stats.contains("cmdstat_evalsha:calls=5,"), stats);
        assertFalse(stats.contains("cmdstat_eval:"), stats);
        long left = Long.parseLong(REDIS.ask(Command.PTTL, "fleet:cache:key"));
        assertTrue(left > 50_000 && left <= 60_000, "vanishes in " + left);
        assertEquals("2", REDIS.ask(Command.DBSIZE));
    }

    @Test
    void a_key_vanishes_with_its_lease_and_at_once_when_that_is_released() {
        var store = new RedisCacheStore(REDIS.client(), "vanishing", LEASE);
        await(store.lookup(FIRST, ANY));
        long left = Long.parseLong(REDIS.ask(Command.PTTL, "vanishing:cache:key"));
        assertTrue(left > 0 && left <= 5_000, "vanishes in " + left);

        await(store.release(FIRST));

        assertEquals("0", REDIS.ask(Command.EXISTS, "vanishing:cache:key"));
    }

    @Test
    void the_servers_clock_ends_a_lease() {
        var store = new RedisCacheStore(REDIS.client(), "short", Duration.ofMillis(1));
        await(store.lookup(FIRST, ANY));

        var later = await(store.lookup(SECOND, ANY)
                .onItem()
                .transformToUni(found -> found instanceof Lookup.Busy
                        ? Uni.createFrom().<Lookup>failure(new IllegalStateException("still there"))
                        : Uni.createFrom().item(found))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(1), Duration.ofMillis(5))
                .atMost(200));

        assertEquals(Lookup.Granted.class, later.getClass());
    }

    /** Every verb once, and one of them twice. */
    private static void all(CacheStore store, CacheLease lease) {
        await(store.lookup(lease, ANY));
        await(store.renew(lease));
        await(store.release(lease));
        await(store.keep(lease, ENTRY, MINUTE));
        await(store.lookup(lease, ANY));
    }
}

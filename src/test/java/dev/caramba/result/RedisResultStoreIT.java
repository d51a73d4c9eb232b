package dev.caramba.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

class RedisResultStoreIT extends ResultStoreContract {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    @Override
    protected ResultStore store(ResultPolicy policy, InstantSource clock) {
        return new RedisResultStore(
                REDIS.client(), UUID.randomUUID().toString(), policy, () -> Optional.of(clock.instant()));
    }

    @Test
    void one_of_many_instances_gets_the_claim() {
        var fleet = IntStream.range(0, 8)
                .mapToObj(i -> new RedisResultStore(REDIS.client(), "contended", POLICY))
                .toList();

        var granted = await(Multi.createFrom()
                .iterable(IntStream.range(0, 400).boxed().toList())
                .onItem()
                .transformToUni(i -> {
                    var key = IdempotencyKey.of("me", "", "k" + i / fleet.size());
                    return fleet.get(i % fleet.size()).claim(new HeldClaim(key, "body", "owner" + i));
                })
                .merge(400)
                .filter(Claim.Granted.class::isInstance)
                .collect()
                .asList());

        assertEquals(50, granted.size());
        assertEquals(
                50,
                granted.stream()
                        .map(claim -> ((Claim.Granted) claim).hold().key())
                        .distinct()
                        .count());
    }

    @Test
    void every_verb_is_one_round_trip_and_every_key_vanishes() {
        REDIS.ask(Command.FLUSHALL);
        var store = new RedisResultStore(REDIS.client(), "fleet", POLICY);
        all(store, "scripts are told");
        REDIS.ask(Command.CONFIG, "RESETSTAT");

        all(store, "k");

        var stats = REDIS.ask(Command.INFO, "commandstats");
        assertTrue(stats.contains("cmdstat_evalsha:calls=5,"), stats);
        assertEquals(false, stats.contains("cmdstat_eval:"), stats);
        var name = "fleet:result:" + IdempotencyKey.of("me", "", "k").name();
        assertTrue(Long.parseLong(REDIS.ask(Command.PTTL, name))
                > Duration.ofHours(23).toMillis());
        assertEquals("2", REDIS.ask(Command.DBSIZE));
    }

    @Test
    void the_servers_clock_ends_a_claim() {
        var store = new RedisResultStore(
                REDIS.client(), "short", new ResultPolicy(Duration.ofMillis(1), Duration.ofMillis(1)));
        await(store.claim(FIRST));

        var later = await(store.find(KEY)
                .onItem()
                .transformToUni(known -> known.isPresent()
                        ? Uni.createFrom().<Optional<Claim>>failure(new IllegalStateException("still there"))
                        : Uni.createFrom().item(known))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(1), Duration.ofMillis(5))
                .atMost(200));

        assertEquals(Optional.empty(), later);
    }

    /** Every verb once. */
    private static void all(ResultStore store, String id) {
        var hold = new HeldClaim(IdempotencyKey.of("me", "", id), "body", "owner");
        await(store.claim(hold));
        await(store.prolong(hold));
        await(store.complete(hold, "r"));
        await(store.release(hold));
        await(store.find(hold.key()));
    }
}

package dev.caramba.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Quota;
import dev.caramba.redis.RedisServerExtension;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.redis.client.Command;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedisQuotaStoreIT extends QuotaStoreContract {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    @Override
    protected QuotaStore store(InstantSource clock) {
        return new RedisQuotaStore(
                REDIS.client(), UUID.randomUUID().toString(), LIFE, () -> Optional.of(clock.instant()));
    }

    @Test
    void many_instances_at_once_let_through_no_more_than_there_is() {
        var fleet = IntStream.range(0, 8)
                .mapToObj(i -> new RedisQuotaStore(REDIS.client(), "contended", LIFE))
                .toList();

        var granted = await(Multi.createFrom()
                .iterable(IntStream.range(0, 400).boxed().toList())
                .onItem()
                .transformToUni(
                        i -> fleet.get(i % fleet.size()).take(new QuotaRequest("me", "c" + i, FIVE_A_MINUTE, 0)))
                .merge(400)
                .filter(QuotaDecision::granted)
                .collect()
                .asList());

        assertEquals(5, granted.size());
    }

    @Test
    void every_verb_is_one_round_trip_and_every_key_vanishes() {
        REDIS.ask(Command.FLUSHALL);
        var store = new RedisQuotaStore(REDIS.client(), "fleet", LIFE);
        all(store, "scripts are told");
        REDIS.ask(Command.CONFIG, "RESETSTAT");

        var taken = all(store, "me");

        var stats = REDIS.ask(Command.INFO, "commandstats");
        assertTrue(stats.contains("cmdstat_evalsha:calls=3,"), stats);
        assertFalse(stats.contains("cmdstat_eval:"), stats);
        var left = Long.parseLong(REDIS.ask(Command.PTTL, "fleet:quota:{me}:windows"));
        assertTrue(
                left > Duration.ofHours(23).toMillis()
                        && left <= Duration.ofDays(1).toMillis(),
                "" + left);
        await(store.take(new QuotaRequest("me", "another", taken.ask().quota(), 1)));
        assertTrue(Long.parseLong(REDIS.ask(Command.PTTL, "fleet:quota:{me}:calls")) > 0);
    }

    /** Two fixed ones and new ones in every run; a seed that failed is to be put here. */
    static LongStream seeds() {
        return LongStream.concat(LongStream.of(1, 2), new Random().longs(8));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agrees_with_the_memory_step_by_step(long seed) {
        var time = new VirtualTime();
        var memory = new MemoryQuotaStore(LIFE, time);
        var redis = store(time);
        var chance = new Random(seed);
        var quotas = new Quota[] {quota(5, 40, 100, 900, 3), quota(0, 0, 50, 0, 2), quota(3, 0, 0, 0, 0)};
        var mine = new ArrayList<QuotaDecision>();
        var theirs = new ArrayList<QuotaDecision>();
        for (int step = 0; step < 300; step++) {
            time.advance(Duration.ofMillis(chance.nextInt(20) == 0 ? chance.nextInt(90_000) : chance.nextInt(3_000)));
            if (mine.isEmpty() || chance.nextInt(5) < 3) {
                var ask = new QuotaRequest(
                        "c" + chance.nextInt(2), "i" + step, quotas[chance.nextInt(3)], chance.nextInt(40));
                var here = await(memory.take(ask));
                var there = await(redis.take(ask));
                assertEquals(shown(here), shown(there), "seed " + seed + " step " + step);
                if (here.granted()) {
                    mine.add(here);
                    theirs.add(there);
                }
            } else {
                int which = chance.nextInt(mine.size());
                if (chance.nextBoolean()) {
                    assertEquals(
                            await(memory.hold(mine.get(which))),
                            await(redis.hold(theirs.get(which))),
                            "seed " + seed + " step " + step);
                } else {
                    var tokens = chance.nextInt(60);
                    await(memory.settle(mine.remove(which), tokens));
                    await(redis.settle(theirs.remove(which), tokens));
                }
            }
        }
    }

    private static String shown(QuotaDecision taken) {
        return taken.refusal() + " " + taken.inFlight() + " " + taken.counts();
    }

    /** Every verb once. */
    private static QuotaDecision all(QuotaStore store, String caller) {
        var taken = await(store.take(new QuotaRequest(caller, "c", quota(5, 50, 500, 5000, 2), 10)));
        await(store.hold(taken));
        await(store.settle(taken, 12));
        return taken;
    }
}

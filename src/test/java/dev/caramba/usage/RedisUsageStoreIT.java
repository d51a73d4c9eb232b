package dev.caramba.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.RedisServerExtension;
import io.vertx.mutiny.redis.client.Command;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisUsageStoreIT extends UsageStoreContract {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    @Override
    protected UsageStore store(Duration retention, InstantSource clock) {
        return new RedisUsageStore(REDIS.client(), UUID.randomUUID().toString(), retention, Optional.of(clock));
    }

    @Override
    protected void awaitForgotten(UsageStore store, LocalDate day, Duration retention) {
        await(store.used(day)
                .invoke(rows -> {
                    if (!rows.isEmpty()) {
                        throw new IllegalStateException("still there");
                    }
                })
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(5), Duration.ofMillis(20))
                .atMost(200));
    }

    @Test
    void every_verb_is_one_round_trip_and_every_key_vanishes() {
        REDIS.ask(Command.FLUSHALL);
        var store = new RedisUsageStore(REDIS.client(), "fleet", RETENTION);
        all(store, 1);
        REDIS.ask(Command.CONFIG, "RESETSTAT");

        all(store, 2);

        var stats = REDIS.ask(Command.INFO, "commandstats");
        assertTrue(stats.contains("cmdstat_evalsha:calls=3,"), stats);
        assertFalse(stats.contains("cmdstat_eval:"), stats);
        var today = LocalDate.now(ZoneOffset.UTC).toString();
        assertEquals("4", REDIS.ask(Command.DBSIZE));
        assertLife("{fleet}:usage:" + today, Duration.ofDays(90));
        assertLife("{fleet}:usage:spent:" + today, Duration.ofDays(2));
        assertLife("{fleet}:usage:spent:" + today.substring(0, 7), Duration.ofDays(33));
        assertLife("{fleet}:usage:source:me", RedisUsageStore.SOURCE_LIFE);
    }

    @Test
    void a_row_can_be_read_by_hand() {
        var store = new RedisUsageStore(REDIS.client(), "shown", RETENTION);

        await(store.add(new UsageBatch("me", 1, Duration.ZERO, Map.of(ALICE, figures(7)))));

        var today = LocalDate.now(ZoneOffset.UTC).toString();
        assertEquals(
                "7 0 8 1 0 70 7 140 0 7000 0",
                REDIS.ask(Command.HGET, "{shown}:usage:" + today, "alice|-|openai|gpt-4o-mini"));
    }

    private static void assertLife(String key, Duration life) {
        long left = Long.parseLong(REDIS.ask(Command.PTTL, key));
        assertTrue(left <= life.toMillis() && left > life.minusMinutes(1).toMillis(), key + ": " + left);
    }

    /** Every verb once. */
    private static void all(UsageStore store, long number) {
        await(store.add(new UsageBatch("me", number, Duration.ZERO, Map.of(ALICE, figures(1)))));
        await(store.spent("alice"));
        await(store.used(LocalDate.now(ZoneOffset.UTC)));
    }
}

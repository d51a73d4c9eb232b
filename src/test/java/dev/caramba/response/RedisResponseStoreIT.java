package dev.caramba.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.RedisServerExtension;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisResponseStoreIT extends ResponseStoreContract {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    @Override
    protected ResponseStore store(Duration life, InstantSource clock) {
        return new RedisResponseStore(
                REDIS.client(), UUID.randomUUID().toString(), life, () -> Optional.of(clock.instant()));
    }

    @Test
    void every_verb_is_one_round_trip_and_every_key_vanishes() {
        REDIS.ask(Command.FLUSHALL);
        var store = new RedisResponseStore(REDIS.client(), "fleet", LIFE);
        all(store, "resp_0");
        REDIS.ask(Command.CONFIG, "RESETSTAT");

        all(store, "resp_1");

        var stats = REDIS.ask(Command.INFO, "commandstats");
        assertTrue(stats.contains("cmdstat_evalsha:calls=3,"), stats);
        assertFalse(stats.contains("cmdstat_eval:"), stats);
        await(store.save(response("me", "resp_1", "text", "msg_1")));
        var tag = "{2744ccd10c7533bd736ad890f9dd5cab}"; // the beginning of the SHA-256 of "me"
        for (var key : Set.of("fleet:response:" + tag + ":resp_1", "fleet:response:item:" + tag + ":msg_1")) {
            var left = Long.parseLong(REDIS.ask(Command.PTTL, key));
            assertTrue(left > LIFE.minusHours(1).toMillis() && left <= LIFE.toMillis(), key + " " + left);
        }
    }

    @Test
    void the_servers_clock_ends_a_response() {
        var store = new RedisResponseStore(REDIS.client(), "short", Duration.ofMillis(1));
        await(store.save(response("me", "resp_1", "text")));

        var known = await(Uni.createFrom()
                .deferred(() -> store.find(WantedResponses.one("me", "resp_1")))
                .repeat()
                .until(found -> found.records().isEmpty())
                .collect()
                .asList());

        assertTrue(known.stream().allMatch(found -> found.record("resp_1").isPresent()));
        assertEquals("", text(store, "me", "resp_1"));
    }

    /** Every verb once. */
    private static void all(ResponseStore store, String id) {
        await(store.save(response("me", id, "text", "msg_1", "msg_2")));
        await(store.find(new WantedResponses("me", Optional.of(id), Set.of("msg_1", "msg_2"))));
        await(store.delete("me", id));
    }
}

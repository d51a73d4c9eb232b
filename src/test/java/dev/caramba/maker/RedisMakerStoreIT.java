package dev.caramba.maker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.RedisServerExtension;
import io.vertx.mutiny.redis.client.Command;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisMakerStoreIT extends MakerStoreContract {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    @Override
    protected MakerStore store() {
        return new RedisMakerStore(REDIS.client(), UUID.randomUUID().toString(), LIFE);
    }

    @Test
    void one_instance_remembers_for_the_others() {
        await(new RedisMakerStore(REDIS.client(), "fleet", LIFE).keep(List.of("{a}:m"), "openai"));

        var found = await(new RedisMakerStore(REDIS.client(), "fleet", LIFE).find(List.of("{a}:m", "{a}:n")));

        assertEquals("{{a}:m=openai}", found.toString());
    }

    @Test
    void every_verb_is_one_round_trip_and_every_key_vanishes() {
        REDIS.ask(Command.FLUSHALL);
        var store = new RedisMakerStore(REDIS.client(), "fleet", LIFE);
        var marks = Marks.of("alice", item("rs_1", "E1"));
        await(store.keep(marks, "openai"));
        await(store.find(marks));
        REDIS.ask(Command.CONFIG, "RESETSTAT");

        await(store.keep(marks, "openai"));
        await(store.find(marks));

        var stats = REDIS.ask(Command.INFO, "commandstats");
        assertTrue(stats.contains("cmdstat_evalsha:calls=2,"), stats);
        assertFalse(stats.contains("cmdstat_eval:"), stats);
        assertEquals("2", REDIS.ask(Command.DBSIZE));
        for (var mark : marks) {
            long left = Long.parseLong(REDIS.ask(Command.PTTL, "fleet:maker:" + mark));
            assertTrue(left > 3_590_000 && left <= 3_600_000, "vanishes in " + left);
        }
    }

    @Test
    void neither_the_caller_nor_what_is_sealed_can_be_read_there() {
        REDIS.ask(Command.FLUSHALL);

        await(new RedisMakerStore(REDIS.client(), "fleet", LIFE)
                .keep(Marks.of("alice", item("rs_secret", "sealed")), "openai"));

        var keys = REDIS.ask(Command.KEYS, "*");
        assertFalse(keys.contains("alice") || keys.contains("secret") || keys.contains("sealed"), keys);
    }
}

package dev.caramba.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.batch.ResultEvent;
import dev.caramba.format.Json;
import dev.caramba.redis.RedisServerExtension;
import dev.caramba.result.IdempotencyKey;
import io.vertx.mutiny.redis.client.Command;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisStreamSinkIT {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST = 100;

    private final String key = "results-" + UUID.randomUUID();
    private final RedisStreamSink sink = new RedisStreamSink(REDIS.client(), key, MOST, Duration.ofHours(1), LIMIT);

    @Test
    void an_entry_has_the_attributes_of_the_event_and_its_data() {
        var event = event("1", "b");

        send(event);

        var entry = REDIS.ask(Command.XRANGE, key, "-", "+");
        assertTrue(
                entry.endsWith("[specversion, 1.0, id, " + event.id() + ", source, caramba, type, caramba.generated,"
                        + " causeid, 1, causesource, /s, subject, b, datacontenttype, application/json,"
                        + " data, {\"text\":\"Hello\"}]]]"),
                entry);
    }

    @Test
    void a_prompt_has_one_entry_however_often_it_is_sent() {
        send(event("1", ""));
        send(event("1", ""));
        send(event("2", ""));

        assertEquals("2", REDIS.ask(Command.XLEN, key));
    }

    @Test
    void what_did_not_get_into_the_stream_is_not_taken_for_done() {
        REDIS.ask(Command.SET, key, "something else");
        assertThrows(Exception.class, () -> send(event("1", "")));
        REDIS.ask(Command.DEL, key);

        send(event("1", ""));

        assertEquals("1", REDIS.ask(Command.XLEN, key));
    }

    @Test
    void the_oldest_entries_are_dropped_beyond_about_the_length() {
        for (int i = 0; i < 5 * MOST; i++) {
            send(event("many-" + i, ""));
        }

        int length = Integer.parseInt(REDIS.ask(Command.XLEN, key));
        assertTrue(length >= MOST && length <= 3 * MOST, "has " + length);
        assertTrue(REDIS.ask(Command.XREVRANGE, key, "+", "-", "COUNT", "1").contains("many-499"));
    }

    @Test
    void what_is_done_is_forgotten_after_its_time() {
        send(event("1", ""));

        long left = Long.parseLong(
                REDIS.ask(Command.PTTL, "{" + key + "}:" + event("1", "").id()));
        assertTrue(left > 0 && left <= Duration.ofHours(1).toMillis(), "lasts " + left);
    }

    @Test
    void needs_no_more_rights_than_are_documented() {
        REDIS.ask(
                Command.ACL,
                ("SETUSER sink on >secret resetkeys ~" + key + " ~{" + key
                                + "}:* resetchannels -@all +eval +evalsha +set +xadd +exists")
                        .split(" "));
        var own = new RedisStreamSink(REDIS.client("sink", "secret"), key, MOST, Duration.ofHours(1), LIMIT);

        own.send(event("1", "")).await().atMost(LIMIT);

        assertEquals("1", REDIS.ask(Command.XLEN, key));
    }

    private void send(ResultEvent event) {
        sink.send(event).await().atMost(LIMIT);
    }

    private static ResultEvent event(String id, String prompt) {
        var key = IdempotencyKey.of("me", "/s", id).part(prompt);
        return new ResultEvent(key, true, Json.object().put("text", "Hello"));
    }
}

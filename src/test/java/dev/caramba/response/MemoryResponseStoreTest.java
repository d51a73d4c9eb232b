package dev.caramba.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.time.VirtualTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryResponseStoreTest extends ResponseStoreContract {

    private static final int SIZE = 3 * MemoryResponseStore.OVERHEAD + 30;

    private final ResponseStore small = new MemoryResponseStore(SIZE, LIFE, new VirtualTime());

    @Override
    protected ResponseStore store(Duration life, InstantSource clock) {
        return new MemoryResponseStore(1 << 20, life, clock);
    }

    @Test
    void the_least_recently_used_response_makes_room() {
        await(small.save(response("me", "resp_1", "0123456789")));
        await(small.save(response("me", "resp_2", "0123456789")));
        await(small.save(response("me", "resp_3", "0123456789")));
        text(small, "me", "resp_1");

        await(small.save(response("me", "resp_4", "0123456789")));

        assertEquals("", text(small, "me", "resp_2"));
        assertEquals("0123456789", text(small, "me", "resp_1"));
        assertEquals("0123456789", text(small, "me", "resp_3"));
        assertEquals("0123456789", text(small, "me", "resp_4"));
    }

    @Test
    void what_was_removed_or_replaced_takes_no_room() {
        for (int i = 0; i < 100; i++) {
            await(small.save(response("me", "resp_1", "0123456789", "msg_" + i)));
            await(small.save(response("me", "resp_x" + i, "0")));
            await(small.delete("me", "resp_x" + i));
        }
        await(small.save(response("me", "resp_2", "0")));

        assertEquals("0123456789", text(small, "me", "resp_1"));
        var places = await(small.find(new WantedResponses("me", Optional.empty(), Set.of("msg_98", "msg_99"))));
        assertEquals(Set.of("msg_99"), places.places().keySet());
    }

    @Test
    void the_latest_response_is_stored_whatever_its_size() {
        await(small.save(response("me", "resp_1", "0")));
        await(small.save(response("me", "resp_2", "0".repeat(SIZE))));

        assertEquals("", text(small, "me", "resp_1"));
        assertEquals(SIZE, text(small, "me", "resp_2").length());
    }
}

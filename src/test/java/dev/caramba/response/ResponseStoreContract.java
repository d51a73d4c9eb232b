package dev.caramba.response;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ResponseStore} does. */
abstract class ResponseStoreContract {

    static final Duration LIFE = Duration.ofDays(30);

    private final VirtualTime time = new VirtualTime();
    private ResponseStore store;

    /** A new store that knows nothing. */
    protected abstract ResponseStore store(Duration life, InstantSource clock);

    @BeforeEach
    final void start() {
        store = store(LIFE, time);
    }

    @Test
    void a_response_is_found_by_its_id() {
        await(store.save(response("me", "resp_1", "text")));

        assertEquals("text", text(store, "me", "resp_1"));
        assertEquals("", text(store, "me", "resp_2"));
    }

    @Test
    void a_response_is_found_by_its_items_once() {
        await(store.save(response("me", "resp_1", "first", "msg_1", "fc_1")));
        await(store.save(response("me", "resp_2", "second", "msg_2")));

        var found = await(store.find(new WantedResponses("me", Optional.empty(), Set.of("msg_1", "fc_1", "msg_0"))));

        assertEquals(Map.of("msg_1", "resp_1", "fc_1", "resp_1"), found.places());
        assertEquals(Set.of("resp_1"), found.records().keySet());
    }

    @Test
    void a_response_and_items_of_others_are_found_together() {
        await(store.save(response("me", "resp_1", "first", "msg_1")));
        await(store.save(response("me", "resp_2", "second")));

        var found = await(store.find(new WantedResponses("me", Optional.of("resp_2"), Set.of("msg_1"))));

        assertEquals(Set.of("resp_1", "resp_2"), found.records().keySet());
        assertEquals(Map.of("msg_1", "resp_1"), found.places());
    }

    @Test
    void another_owner_finds_nothing() {
        await(store.save(response("me", "resp_1", "text", "msg_1")));

        var found = await(store.find(new WantedResponses("you", Optional.of("resp_1"), Set.of("msg_1"))));

        assertEquals(Map.of(), found.records());
        assertEquals(Map.of(), found.places());
        assertFalse(await(store.delete("you", "resp_1")));
        assertEquals("text", text(store, "me", "resp_1"));
    }

    @Test
    void owners_and_ids_may_have_any_characters() {
        await(store.save(response("a}:{b:ü", "resp {x}:é", "text", "item:{x}")));

        assertEquals("text", text(store, "a}:{b:ü", "resp {x}:é"));
        var found = await(store.find(new WantedResponses("a}:{b:ü", Optional.empty(), Set.of("item:{x}"))));
        assertEquals(Map.of("item:{x}", "resp {x}:é"), found.places());
    }

    @Test
    void a_response_is_deleted_once_with_its_items() {
        await(store.save(response("me", "resp_1", "text", "msg_1")));

        assertTrue(await(store.delete("me", "resp_1")));
        assertFalse(await(store.delete("me", "resp_1")));

        assertEquals("", text(store, "me", "resp_1"));
        var found = await(store.find(new WantedResponses("me", Optional.empty(), Set.of("msg_1"))));
        assertEquals(FoundResponses.NONE, found);
    }

    @Test
    void a_later_response_takes_the_place_of_one_with_its_id() {
        await(store.save(response("me", "resp_1", "first", "msg_1")));
        await(store.save(response("me", "resp_1", "second", "msg_1")));

        assertEquals("second", text(store, "me", "resp_1"));
    }

    @Test
    void an_item_is_in_the_latest_response_that_brought_it() {
        await(store.save(response("me", "resp_1", "first", "msg_1")));
        await(store.save(response("me", "resp_2", "second", "msg_1")));

        var found = await(store.find(new WantedResponses("me", Optional.empty(), Set.of("msg_1"))));

        assertEquals(Map.of("msg_1", "resp_2"), found.places());
    }

    @Test
    void a_response_expires_with_its_items() {
        await(store.save(response("me", "resp_1", "text", "msg_1")));

        time.advance(LIFE.minusMillis(1));
        assertEquals("text", text(store, "me", "resp_1"));
        time.advance(Duration.ofMillis(1));

        assertEquals("", text(store, "me", "resp_1"));
        var found = await(store.find(new WantedResponses("me", Optional.empty(), Set.of("msg_1"))));
        assertEquals(FoundResponses.NONE, found);
        assertFalse(await(store.delete("me", "resp_1")));
    }

    @Test
    void a_record_may_have_any_bytes() {
        var bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        await(store.save(new StoredResponse("me", "resp_1", Set.of(), bytes)));

        var found = await(store.find(WantedResponses.one("me", "resp_1")));

        assertArrayEquals(bytes, found.record("resp_1").orElseThrow());
    }

    static StoredResponse response(String owner, String id, String text, String... items) {
        return new StoredResponse(owner, id, Set.of(items), text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ResponseStore store, String owner, String id) {
        return await(store.find(WantedResponses.one(owner, id)))
                .record(id)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}

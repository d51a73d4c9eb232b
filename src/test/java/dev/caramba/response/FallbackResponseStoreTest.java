package dev.caramba.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.redis.OutOfReachException;
import dev.caramba.redis.StoreGuard;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FallbackResponseStoreTest extends ResponseStoreContract {

    private final VirtualTime time = new VirtualTime();
    private final ResponseStore shared = new MemoryResponseStore(1 << 20, LIFE, time);
    private final Switch guard = new Switch();
    private final ResponseStore here =
            new FallbackResponseStore(shared, new MemoryResponseStore(1 << 20, LIFE, time), guard);

    @Override
    protected ResponseStore store(Duration life, InstantSource clock) {
        return new FallbackResponseStore(
                new MemoryResponseStore(1 << 20, life, clock),
                new MemoryResponseStore(1 << 20, life, clock),
                new Switch());
    }

    @Test
    void a_response_that_cannot_be_shared_is_found_here_then_and_later() {
        guard.away = true;
        await(here.save(response("me", "resp_1", "text", "msg_1")));

        assertEquals("text", text(here, "me", "resp_1"));
        guard.away = false;
        assertEquals("text", text(here, "me", "resp_1"));
        var found = await(here.find(new WantedResponses("me", Optional.empty(), Set.of("msg_1"))));
        assertEquals(Map.of("msg_1", "resp_1"), found.places());
        assertTrue(await(here.delete("me", "resp_1")));
        assertEquals("", text(here, "me", "resp_1"));
    }

    @Test
    void nobody_knows_of_a_response_that_only_the_shared_store_may_know() {
        guard.away = true;
        await(here.save(response("me", "resp_1", "text")));

        assertThrows(OutOfReachException.class, () -> text(here, "me", "resp_2"));
        var both = new WantedResponses("me", Optional.of("resp_1"), Set.of("msg_1"));
        assertThrows(OutOfReachException.class, () -> await(here.find(both)));
    }

    @Test
    void a_response_is_not_deleted_while_the_shared_store_may_still_have_it() {
        await(here.save(response("me", "resp_1", "text")));
        guard.away = true;

        assertThrows(OutOfReachException.class, () -> await(here.delete("me", "resp_1")));

        guard.away = false;
        assertTrue(await(here.delete("me", "resp_1")));
    }

    @Test
    void others_find_what_is_shared() {
        await(here.save(response("me", "resp_1", "text")));

        assertEquals("text", text(shared, "me", "resp_1"));
    }

    /** Says whether the shared store can be reached. */
    private static final class Switch implements StoreGuard {

        private boolean away;

        @Override
        public <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return Uni.createFrom()
                    .deferred(
                            () -> away ? Uni.createFrom().failure(new IllegalStateException("away")) : question.get());
        }
    }
}

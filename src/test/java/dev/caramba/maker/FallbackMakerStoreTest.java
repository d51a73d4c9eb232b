package dev.caramba.maker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.redis.StoreGuard;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FallbackMakerStoreTest extends MakerStoreContract {

    private final VirtualTime time = new VirtualTime();
    private final Switch guard = new Switch();
    private final MakerStore here =
            new FallbackMakerStore(new MemoryMakerStore(LIFE, time), new MemoryMakerStore(LIFE, time), guard);

    @Override
    protected MakerStore store() {
        return new FallbackMakerStore(new MemoryMakerStore(LIFE, time), new MemoryMakerStore(LIFE, time), new Switch());
    }

    @Test
    void while_the_shared_store_is_away_its_makers_are_not_known_and_those_of_this_instance_are() {
        await(here.keep(List.of("before"), "a"));
        guard.away = true;

        await(here.keep(List.of("since"), "b"));

        assertEquals(Map.of("since", "b"), await(here.find(List.of("before", "since"))));
        guard.away = false;
        assertEquals(Map.of("before", "a"), await(here.find(List.of("before", "since"))));
    }

    private static final class Switch implements StoreGuard {

        private boolean away;

        @Override
        public <T> Uni<T> ask(Supplier<Uni<T>> question) {
            return away ? Uni.createFrom().failure(new IllegalStateException("away")) : question.get();
        }
    }
}

package dev.caramba.maker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.time.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryMakerStoreTest extends MakerStoreContract {

    private final VirtualTime time = new VirtualTime();

    @Override
    protected MakerStore store() {
        return new MemoryMakerStore(LIFE, time);
    }

    @Test
    void a_maker_is_forgotten_after_its_life() {
        var store = store();
        await(store.keep(List.of("m"), "a"));
        time.advance(LIFE.minus(Duration.ofMillis(1)));
        assertEquals(Map.of("m", "a"), await(store.find(List.of("m"))));

        time.advance(Duration.ofMillis(1));

        assertEquals(Map.of(), await(store.find(List.of("m"))));
    }

    @Test
    void the_oldest_are_forgotten_when_there_is_no_room() {
        var store = store();
        IntStream.range(0, MemoryMakerStore.MOST_MARKS).forEach(i -> await(store.keep(List.of("m" + i), "a")));
        await(store.keep(List.of("m0"), "a"));

        await(store.keep(List.of("one more"), "b"));

        assertEquals(
                Map.of("m0", "a", "m2", "a", "one more", "b"),
                await(store.find(List.of("m0", "m1", "m2", "one more"))));
    }
}

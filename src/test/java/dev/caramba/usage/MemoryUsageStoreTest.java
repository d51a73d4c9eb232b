package dev.caramba.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.time.VirtualTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryUsageStoreTest extends UsageStoreContract {

    @Override
    protected UsageStore store(Duration retention, InstantSource clock) {
        return new MemoryUsageStore(retention, clock);
    }

    @Test
    void a_day_is_kept_to_the_end_of_its_retention() {
        var time = new VirtualTime();
        var store = store(RETENTION, time);
        await(store.add(new UsageBatch("a", 1, Duration.ZERO, Map.of(ALICE, figures(1)))));

        time.advance(RETENTION.minusMillis(1));

        assertEquals(Map.of(ALICE, figures(1)), await(store.used(FIRST_DAY)));
    }
}

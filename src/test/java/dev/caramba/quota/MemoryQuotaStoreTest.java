package dev.caramba.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.time.VirtualTime;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MemoryQuotaStoreTest extends QuotaStoreContract {

    @Override
    protected QuotaStore store(InstantSource clock) {
        return new MemoryQuotaStore(LIFE, clock);
    }

    @Test
    void who_has_not_called_for_the_longest_time_is_forgotten() {
        var store = new MemoryQuotaStore(LIFE, new VirtualTime());
        var one = quota(1, 0, 0, 0, 0);
        for (int i = 0; i <= MemoryQuotaStore.MOST_CALLERS; i++) {
            assertTrue(await(store.take(new QuotaRequest("c" + i, "x", one, 0))).granted());
        }

        assertEquals(
                false, await(store.take(new QuotaRequest("c2", "y", one, 0))).granted());
        assertTrue(await(store.take(new QuotaRequest("c0", "y", one, 0))).granted());
    }
}

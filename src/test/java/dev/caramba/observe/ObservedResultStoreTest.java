package dev.caramba.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.result.HeldClaim;
import dev.caramba.result.IdempotencyKey;
import dev.caramba.result.MemoryResultStore;
import dev.caramba.result.ResultPolicy;
import dev.caramba.result.ResultStore;
import dev.caramba.time.VirtualTime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ObservedResultStoreTest {

    private static final IdempotencyKey KEY = IdempotencyKey.of("me", "/s", "1");
    private static final HeldClaim HOLD = new HeldClaim(KEY, "body", "owner");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ResultStore store = new ObservedResultStore(
            new MemoryResultStore(new ResultPolicy(Duration.ofSeconds(30), Duration.ofHours(1)), new VirtualTime()),
            meters);

    @Test
    void claims_are_counted_by_what_comes_of_them() {
        // When
        await(store.claim(HOLD));
        await(store.claim(other("body")));
        await(store.claim(other("body")));
        await(store.claim(other("another body")));
        await(store.prolong(HOLD));
        await(store.complete(HOLD, "{}"));
        await(store.claim(other("body")));
        await(store.find(KEY));

        // Then
        assertEquals(Map.of("granted", 1.0, "in_progress", 2.0, "key_reused", 1.0, "replayed", 1.0), counts());
    }

    @Test
    void what_is_let_go_is_granted_again() {
        // When
        await(store.claim(HOLD));
        await(store.release(HOLD));
        await(store.claim(other("body")));

        // Then
        assertEquals(Map.of("granted", 2.0), counts());
    }

    private Map<String, Double> counts() {
        return meters.find(MetricNames.CLAIMS).counters().stream()
                .collect(Collectors.toMap(counter -> counter.getId().getTag("outcome"), Counter::count));
    }

    private static HeldClaim other(String body) {
        return new HeldClaim(KEY, body, "other");
    }

    private static void await(Uni<?> verb) {
        verb.await().atMost(LIMIT);
    }
}

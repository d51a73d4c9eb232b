package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import io.smallrye.mutiny.Multi;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is given more events than it asked for. */
class BalancedProviderDemandTest {

    private final BalancerFixture bench = new BalancerFixture();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void as_many_events_come_as_were_asked_for(int demand) {
        // Given
        bench.peer("a").then(Scripts.opensAndFails(FailureKind.NETWORK));
        bench.peer("b")
                .then(Multi.createFrom()
                        .items(
                                Scripts.start("b"),
                                new Event.Chunk("one"),
                                new Event.Chunk("two"),
                                new Event.Chunk("three"),
                                Scripts.done()));
        var call = bench.callWithoutDemand();

        // When
        for (int i = 0; i < demand; i++) {
            call.subscriber().request(1);
        }

        // Then
        assertEquals(demand, call.events().size());
        assertEquals(demand == 5, call.ended());
    }

    @Test
    void a_slow_caller_slows_the_provider() {
        // Given
        var produced = new AtomicInteger();
        bench.peer("a")
                .then(Multi.createFrom()
                        .range(0, 1000)
                        .onItem()
                        .<Event>transform(i -> new Event.Chunk("" + i))
                        .onItem()
                        .invoke(produced::incrementAndGet));
        var call = bench.callWithoutDemand();

        // When
        call.subscriber().request(3);

        // Then
        assertEquals(3, call.events().size());
        assertTrue(produced.get() <= 4, "produced " + produced);
    }

    @Test
    void an_error_waits_for_demand_like_any_event() {
        // Given
        bench.peer("a").then(Scripts.breaksAfter("Hel", FailureKind.CONTENT_FILTER));
        var call = bench.callWithoutDemand();
        call.subscriber().request(2);
        assertEquals(2, call.events().size());

        // When
        call.subscriber().request(1);

        // Then
        assertInstanceOf(Event.Error.class, call.error());
    }
}

package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that nobody waits for leave room for the others. A provider of the bench takes ten calls at a time. */
class BalancedProviderShareTest {

    private static final int SLOTS = 10;

    private final BalancerFixture bench = new BalancerFixture();

    @ParameterizedTest
    @CsvSource({"0.8, 8", "0.85, 8", "0.5, 5", "0.01, 1", "1, 10"})
    void they_use_only_their_share_of_the_slots(double share, int expected) {
        // Given
        var provider = bench.peer("a");
        IntStream.range(0, SLOTS).forEach(i -> provider.then(Scripts.isSilent()));

        // When
        var calls =
                Stream.generate(() -> bench.callWithShare(share)).limit(SLOTS).toList();

        // Then
        assertEquals(expected, bench.status("a").inFlight());
        calls.stream().skip(expected).forEach(call -> assertEquals(FailureKind.NO_CANDIDATE, call.errorKind()));
        var others = Stream.generate(bench::unaryCall).limit(SLOTS - expected).toList();
        others.forEach(call -> assertFalse(call.ended()));
        assertEquals(SLOTS, bench.status("a").inFlight());
        assertEquals(FailureKind.NO_CANDIDATE, bench.unaryCall().errorKind());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.8, 1})
    void they_are_not_hedged(double share) {
        // Given
        bench.hedgingAfter(Duration.ofSeconds(1));
        bench.peer("a").then(Scripts.isSilent());
        var other = bench.peer("b");

        // When
        bench.callWithShare(share);
        bench.advance(2_000);

        // Then
        assertEquals(0, other.asked());
    }

    @ParameterizedTest
    @CsvSource({"0.5, 5", "1, 10"})
    void the_slots_of_a_fallback_are_shared_too(double share, int expected) {
        // Given
        var provider = bench.fallback("b");
        IntStream.range(0, SLOTS).forEach(i -> provider.then(Scripts.isSilent()));

        // When
        IntStream.range(0, SLOTS).forEach(i -> bench.callWithShare(share));

        // Then
        assertEquals(expected, bench.status("b").inFlight());
    }
}

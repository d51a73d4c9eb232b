package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.FailureKind;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is too long for one candidate may fit into another. */
class BalancedProviderContextWindowTest {

    private final BalancerFixture bench = new BalancerFixture();

    @Test
    void what_is_too_long_goes_to_a_larger_or_an_unknown_window_only() {
        // Given
        bench.peer("a", OptionalLong.of(8000)).always(Scripts.fails(FailureKind.CONTEXT_LENGTH));
        var same = bench.peer("b", OptionalLong.of(8000));
        var smaller = bench.peer("c", OptionalLong.of(4000));
        var unknown = bench.peer("d").then(Scripts.fails(FailureKind.CONTEXT_LENGTH));
        var larger = bench.peer("e", OptionalLong.of(128_000));

        // When
        var call = bench.call();

        // Then
        assertEquals("e", call.answer());
        assertEquals(
                List.of(0, 0, 1, 1),
                Stream.of(same, smaller, unknown, larger)
                        .map(ScriptedProvider::asked)
                        .toList());
    }

    @Test
    void what_was_too_long_once_stays_too_long_for_small_windows() {
        // Given
        bench.peer("a", OptionalLong.of(8000)).always(Scripts.fails(FailureKind.CONTEXT_LENGTH));
        bench.peer("b", OptionalLong.of(128_000)).always(Scripts.fails(FailureKind.TIMEOUT));
        var small = bench.peer("c", OptionalLong.of(4000));

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.CONTEXT_LENGTH, call.errorKind());
        assertEquals(0, small.asked());
    }

    @Test
    void what_is_too_long_does_not_go_to_a_fallback_with_a_small_window() {
        // Given
        bench.peer("a", OptionalLong.of(8000)).always(Scripts.fails(FailureKind.CONTEXT_LENGTH));
        var small = bench.fallback("f", OptionalLong.of(4000));
        var large = bench.fallback("g", OptionalLong.of(128_000));

        // When
        var call = bench.call();

        // Then
        assertEquals("g", call.answer());
        assertEquals(List.of(0, 1), List.of(small.asked(), large.asked()));
    }
}

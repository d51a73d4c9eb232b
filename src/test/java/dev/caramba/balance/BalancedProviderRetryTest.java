package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asking the same target again. */
class BalancedProviderRetryTest {

    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final BalancerFixture bench = new BalancerFixture();

    @ParameterizedTest
    @CsvSource({"0.0, 250", "0.5, 375", "1.0, 500"})
    void a_target_alone_is_asked_again_after_a_jittered_backoff(double random, long expected) {
        // Given
        var a = bench.random(random).peer("a").then(Scripts.fails(FailureKind.UNAVAILABLE));

        // When
        var call = bench.call();
        bench.advance(500);

        // Then
        assertEquals("a", call.answer());
        assertEquals(millis(0, expected), a.askedAt());
    }

    @Test
    void the_backoff_doubles() {
        // Given
        var a = bench.peer("a").then(Scripts.limitedFor(A_MOMENT)).then(Scripts.limitedFor(A_MOMENT));

        // When
        var call = bench.call();
        bench.advance(2000);

        // Then
        assertEquals("a", call.answer());
        assertEquals(millis(0, 375, 375 + 750), a.askedAt());
    }

    @Test
    void a_rate_limited_target_is_asked_again_twice_at_most() {
        // Given
        var a = bench.peer("a").always(Scripts.limitedFor(A_MOMENT));

        // When
        var call = bench.call();
        bench.advance(60_000);

        // Then
        assertEquals(FailureKind.RATE_LIMITED, call.errorKind());
        assertEquals(3, a.asked());
    }

    @Test
    void a_target_whose_key_was_refused_is_not_asked_again_even_when_time_allows() {
        // Given
        var a = bench.peer("a").always(Scripts.fails(FailureKind.AUTHENTICATION));

        // When
        var call = bench.call();

        // Then
        assertEquals(FailureKind.AUTHENTICATION, call.errorKind());
        assertEquals(1, a.asked());
        assertEquals(0, bench.time.pending());
    }

    @Test
    void the_same_target_is_asked_again_when_the_peers_are_cooling_down() {
        // Given
        var a = bench.peer("a").then(Scripts.fails(FailureKind.NETWORK));
        var b = bench.peer("b");
        bench.coolDown("b", Duration.ofSeconds(60));

        // When
        var call = bench.call();
        bench.advance(500);

        // Then
        assertEquals("a", call.answer());
        assertEquals(List.of(2, 0), List.of(a.asked(), b.asked()));
    }

    @Test
    void when_all_peers_have_failed_the_last_one_is_asked_again() {
        // Given
        Stream.of("a", "b").forEach(name -> bench.peer(name).always(Scripts.fails(FailureKind.UNAVAILABLE)));

        // When
        var call = bench.call();
        bench.advance(60_000);

        // Then
        assertEquals(List.of("a unavailable", "b unavailable", "b unavailable"), call.attempts());
    }

    @Test
    void when_the_last_peer_may_not_be_asked_again_the_one_before_is() {
        // Given
        bench.peer("a").then(Scripts.limitedFor(Duration.ofSeconds(1)));
        bench.peer("b").then(Scripts.fails(FailureKind.TIMEOUT));

        // When
        var call = bench.call();
        bench.advance(1001);

        // Then
        assertEquals("a", call.answer());
        assertEquals(List.of("a rate_limited", "b timeout", "a success"), call.attempts());
    }

    private static List<Duration> millis(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toList();
    }
}

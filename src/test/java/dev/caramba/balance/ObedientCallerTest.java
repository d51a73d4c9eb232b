package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller who comes back exactly when it was told to, in whole seconds, to targets that are down. */
class ObedientCallerTest {

    private static final Duration DOWN = Duration.ofMinutes(2);

    private final BalancerFixture bench = new BalancerFixture();

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void is_the_probe_every_time_and_served_as_soon_as_the_target_is_well(double random) {
        // Given
        bench.random(random);
        var a = bench.peer("a").always(busyForAWhile(FailureKind.OVERLOADED));
        bench.call();
        bench.advance(1000);
        assertEquals(2, a.asked());

        // When
        int calls = 0;
        var call = bench.call();
        while (call.failed()) {
            calls++;
            assertEquals(2 + calls, a.asked());
            bench.time.advance(told(call));
            call = bench.call();
        }

        // Then
        assertEquals("well", call.answer());
        assertEquals(3 + calls, a.asked());
        assertTrue(elapsed().compareTo(DOWN.plusSeconds(31)) <= 0, () -> "served after " + elapsed());
    }

    @Test
    void of_several_targets_finds_the_first_that_may_be_asked_again() {
        // Given
        var names = List.of("a", "b", "c");
        names.forEach(name -> bench.peer(name).always(busyForAWhile(FailureKind.UNAVAILABLE)));
        IntStream.range(0, 3).forEach(i -> {
            bench.call();
            bench.advance(2000);
        });
        var call = bench.call();

        // When
        while (call.failed()) {
            long asked = asked();
            bench.time.advance(told(call));
            call = bench.call();
            assertTrue(asked() > asked, "came in vain");
        }

        // Then
        assertEquals("well", call.answer());
    }

    @Test
    void who_was_refused_for_a_rate_limit_comes_when_that_is_over() {
        // Given
        bench.peer("a").then(Scripts.limitedFor(Duration.ofMillis(7_300)));
        bench.peer("b").then(Scripts.limitedFor(Duration.ofMillis(4_200)));
        bench.call();

        // When
        var refused = bench.call();
        var told = told(refused);
        bench.time.advance(told);

        // Then
        assertEquals(FailureKind.RATE_LIMITED, refused.errorKind());
        assertEquals(List.of(), refused.attempts());
        assertEquals(Duration.ofSeconds(5), told);
        assertEquals("b", bench.call().answer());
    }

    private Multi<Event> busyForAWhile(FailureKind kind) {
        return Multi.createFrom()
                .deferred(() -> elapsed().compareTo(DOWN) < 0
                        ? Scripts.fails(Failure.of(kind, "not now").withStatus(503))
                        : Scripts.answers("well"));
    }

    private Duration elapsed() {
        return Duration.between(bench.began, bench.time.instant());
    }

    private long asked() {
        return bench.providers().stream().mapToInt(ScriptedProvider::asked).sum();
    }

    /** As the header says it: rounded up to whole seconds, and at least one. */
    private static Duration told(Call call) {
        var wait =
                Optional.of(call.error().failure()).flatMap(Failure::retryAfter).orElse(Duration.ofSeconds(1));
        return Duration.ofSeconds(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
    }
}

package dev.caramba.time;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

    private final VirtualTime time = new VirtualTime();
    private final Instant start = time.instant();
    private final List<String> ran = new ArrayList<>();

    @Test
    void tasks_run_in_the_order_of_their_time_and_see_it() {
        // Given
        time.schedule(() -> ran.add("late " + since(start)), 2, SECONDS);
        time.schedule(() -> ran.add("early " + since(start)), 1, SECONDS);
        time.schedule(() -> ran.add("never"), 4, SECONDS);

        // When
        time.advance(Duration.ofSeconds(3));

        // Then
        assertEquals(List.of("early 1", "late 2"), ran);
        assertEquals(3, since(start));
    }

    @Test
    void a_task_scheduled_by_a_task_runs_in_the_same_advance_when_it_is_due() {
        // Given
        time.schedule(() -> time.schedule(() -> ran.add("second " + since(start)), 1, SECONDS), 1, SECONDS);

        // When
        time.advance(Duration.ofSeconds(2));

        // Then
        assertEquals(List.of("second 2"), ran);
    }

    @Test
    void a_repeated_task_runs_at_its_rate_until_it_is_cancelled() {
        // Given
        var repeated = time.scheduleAtFixedRate(() -> ran.add("run"), 1, 1, SECONDS);
        time.schedule(() -> repeated.cancel(false), 3500, java.util.concurrent.TimeUnit.MILLISECONDS);

        // When
        time.advance(Duration.ofSeconds(10));

        // Then
        assertEquals(3, ran.size());
        assertEquals(0, time.pending());
    }

    @Test
    void an_executed_task_runs_at_once() {
        // When
        time.execute(() -> ran.add("now"));

        // Then
        assertEquals(List.of("now"), ran);
    }

    private long since(Instant instant) {
        return Duration.between(instant, time.instant()).toSeconds();
    }
}

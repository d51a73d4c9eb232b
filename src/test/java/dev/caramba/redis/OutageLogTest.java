package dev.caramba.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is said of outages, and how often. */
class OutageLogTest {

    private static final Instant START = Instant.EPOCH;
    private static final Throwable AWAY = new IllegalStateException("away");

    private final OutageLog log = new OutageLog();

    @Test
    void says_once_that_it_begins_and_once_that_it_ends() {
        assertTrue(lasts(START));
        assertFalse(log.lasts(AWAY, START.plus(OutageLog.QUIET.multipliedBy(100))));
        assertTrue(log.ended());
        assertFalse(log.ended());
    }

    @Test
    void a_late_answer_now_and_then_is_none() {
        for (int i = 0; i < 100; i++) {
            var now = START.plusSeconds(i);
            assertFalse(log.lasts(AWAY, now));
            assertFalse(log.lasts(AWAY, now.plus(OutageLog.LASTING)));
            assertFalse(log.ended());
        }
    }

    @Test
    void many_failures_of_one_moment_are_none() {
        for (int i = 0; i < 100; i++) {
            assertFalse(log.lasts(AWAY, START.plusNanos(i)));
        }
        assertFalse(log.ended());
    }

    @Test
    void of_one_that_comes_and_goes_it_speaks_rarely() {
        // Given
        lasts(START);
        log.ended();

        // When
        var told = lasts(START.plus(OutageLog.QUIET).minusNanos(1));

        // Then
        assertFalse(told);
        assertFalse(log.ended());
        assertTrue(lasts(START.plus(OutageLog.QUIET).plus(OutageLog.LASTING)));
    }

    @Test
    void one_that_began_in_silence_is_said_when_it_lasts() {
        // Given
        lasts(START);
        log.ended();
        lasts(START.plusSeconds(2));

        // When
        var told = log.lasts(AWAY, START.plus(OutageLog.QUIET));

        // Then
        assertTrue(told);
        assertTrue(log.ended());
    }

    /** One that has lasted long enough at this instant. */
    private boolean lasts(Instant now) {
        log.lasts(AWAY, now.minus(OutageLog.LASTING));
        log.lasts(AWAY, now.minus(OutageLog.LASTING));
        return log.lasts(AWAY, now);
    }
}

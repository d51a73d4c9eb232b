package dev.caramba.health;

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
        assertTrue(log.lasts(AWAY, START));
        assertFalse(log.lasts(AWAY, START.plus(OutageLog.QUIET.multipliedBy(100))));
        assertTrue(log.ended());
        assertFalse(log.ended());
    }

    @Test
    void of_one_that_comes_and_goes_it_speaks_rarely() {
        // Given
        log.lasts(AWAY, START);
        log.ended();

        // When
        var told = log.lasts(AWAY, START.plus(OutageLog.QUIET).minusNanos(1));

        // Then
        assertFalse(told);
        assertFalse(log.ended());
        assertTrue(log.lasts(AWAY, START.plus(OutageLog.QUIET)));
    }

    @Test
    void one_that_began_in_silence_is_said_when_it_lasts() {
        // Given
        log.lasts(AWAY, START);
        log.ended();
        log.lasts(AWAY, START.plusSeconds(1));

        // When
        var told = log.lasts(AWAY, START.plus(OutageLog.QUIET));

        // Then
        assertTrue(told);
        assertTrue(log.ended());
    }
}

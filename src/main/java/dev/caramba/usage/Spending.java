package dev.caramba.usage;

import java.time.Duration;

/**
 * What a caller has spent, in billionths of a US dollar.
 *
 * @param today since the day began, in UTC
 * @param thisMonth since the month began, in UTC
 * @param dayLeft until the day ends
 * @param monthLeft until the month ends
 */
public record Spending(long today, long thisMonth, Duration dayLeft, Duration monthLeft) {}

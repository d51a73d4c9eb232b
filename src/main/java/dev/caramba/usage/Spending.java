package dev.caramba.usage;

import java.time.Duration;

/**
 * The amounts that a caller has spent, in billionths of a US dollar.
 *
 * @param today the amount since the day began, in UTC
 * @param thisMonth the amount since the month began, in UTC
 * @param dayLeft the time until the day ends
 * @param monthLeft the time until the month ends
 */
public record Spending(long today, long thisMonth, Duration dayLeft, Duration monthLeft) {}

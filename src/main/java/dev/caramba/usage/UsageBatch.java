package dev.caramba.usage;

import java.time.Duration;
import java.util.Map;

/**
 * What one instance adds at once.
 *
 * @param source the instance
 * @param number of its batches, from 1: each is added before the next is sent, so that one which is sent again is known
 * @param age how long ago it was used, which decides the day
 */
public record UsageBatch(String source, long number, Duration age, Map<UsageRow, UsageFigures> used) {}

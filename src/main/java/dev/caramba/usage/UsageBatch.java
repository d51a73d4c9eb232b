package dev.caramba.usage;

import java.time.Duration;
import java.util.Map;

/**
 * The usage that one instance adds to the store at once.
 *
 * @param source the id of the instance
 * @param number the number of the batch at this instance, from 1. Each batch is added before the next one is sent, so
 *     the store recognizes one that is sent again
 * @param age the time since the usage, which determines the day
 */
public record UsageBatch(String source, long number, Duration age, Map<UsageRow, UsageFigures> used) {}

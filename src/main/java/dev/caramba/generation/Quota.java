package dev.caramba.generation;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** The limits of a caller's use, counted over the whole fleet. An empty value means no limit. */
public record Quota(
        OptionalLong requestsPerMinute,
        OptionalLong requestsPerDay,
        OptionalLong tokensPerMinute,
        OptionalLong tokensPerDay,
        OptionalInt maxInFlight) {

    public static final Quota UNLIMITED = new Quota(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalInt.empty());
}

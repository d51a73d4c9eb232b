package dev.caramba.dialect;

import dev.caramba.generation.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/** Creates the usage from the figures of providers that count input and output tokens but no total. */
public final class TokenUsage {

    private TokenUsage() {}

    /** Returns the usage; empty when the provider reported nothing. The total is known where both parts are known. */
    public static Optional<Usage> of(OptionalLong input, OptionalLong output, OptionalLong cachedInput) {
        return input.isEmpty() && output.isEmpty() && cachedInput.isEmpty()
                ? Optional.empty()
                : Optional.of(new Usage(input, output, sum(input, output), cachedInput, OptionalLong.empty()));
    }

    /**
     * Returns the sum of two counts; empty where one of them is empty, or where the figures are too large for token
     * counts.
     */
    public static OptionalLong sum(OptionalLong a, OptionalLong b) {
        if (a.isEmpty() || b.isEmpty()) {
            return OptionalLong.empty();
        }
        long sum = a.getAsLong() + b.getAsLong();
        return sum < 0 ? OptionalLong.empty() : OptionalLong.of(sum);
    }
}

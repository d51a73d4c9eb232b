package dev.caramba.dialect;

import dev.caramba.generation.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/** Usage as a provider tells it that counts input and output, but not both together. */
public final class TokenUsage {

    private TokenUsage() {}

    /** The usage; empty when the provider told nothing. The total is known where both parts are. */
    public static Optional<Usage> of(OptionalLong input, OptionalLong output, OptionalLong cachedInput) {
        return input.isEmpty() && output.isEmpty() && cachedInput.isEmpty()
                ? Optional.empty()
                : Optional.of(new Usage(input, output, sum(input, output), cachedInput, OptionalLong.empty()));
    }

    /** The sum of two counts; empty where one is, or where the figures are no token counts. */
    public static OptionalLong sum(OptionalLong a, OptionalLong b) {
        if (a.isEmpty() || b.isEmpty()) {
            return OptionalLong.empty();
        }
        long sum = a.getAsLong() + b.getAsLong();
        return sum < 0 ? OptionalLong.empty() : OptionalLong.of(sum);
    }
}

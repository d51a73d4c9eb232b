package dev.caramba.dialect;

import dev.caramba.generation.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/** Usage as a provider tells it that counts input and output, but not both together. */
final class TokenUsage {

    private TokenUsage() {}

    /** The usage; empty when the provider told nothing. The total is known where both parts are. */
    static Optional<Usage> of(OptionalLong input, OptionalLong output, OptionalLong cachedInput) {
        return input.isEmpty() && output.isEmpty() && cachedInput.isEmpty()
                ? Optional.empty()
                : Optional.of(new Usage(input, output, total(input, output), cachedInput, OptionalLong.empty()));
    }

    private static OptionalLong total(OptionalLong input, OptionalLong output) {
        if (input.isEmpty() || output.isEmpty()) {
            return OptionalLong.empty();
        }
        long total = input.getAsLong() + output.getAsLong();
        return total < 0 ? OptionalLong.empty() : OptionalLong.of(total); // the figures are no token counts
    }
}

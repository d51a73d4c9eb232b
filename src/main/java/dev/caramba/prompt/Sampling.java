package dev.caramba.prompt;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** How the text is drawn and when it ends. What is empty is left out on the wire; ranges are the provider's. */
public record Sampling(
        Optional<BigDecimal> temperature,
        Optional<BigDecimal> topP,
        Optional<BigInteger> maxTokens,
        List<String> stop,
        Optional<BigInteger> seed) {

    /** Nothing set. */
    public static final Sampling DEFAULT =
            new Sampling(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
}

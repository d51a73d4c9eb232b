package dev.caramba.prompt;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * Settings that control how the model samples its text and where it stops. An empty setting is not sent; the provider
 * checks the ranges.
 */
public record Sampling(
        Optional<BigDecimal> temperature,
        Optional<BigDecimal> topP,
        Optional<BigInteger> maxTokens,
        List<String> stop,
        Optional<BigInteger> seed) {

    /** No setting. */
    public static final Sampling DEFAULT =
            new Sampling(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
}

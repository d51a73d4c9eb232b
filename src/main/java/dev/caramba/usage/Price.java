package dev.caramba.usage;

import dev.caramba.generation.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The price of a model's tokens at a provider.
 *
 * @param longPrompts the rates for long prompts; empty when they are the usual ones
 */
public record Price(Rates rates, Optional<LongPrompts> longPrompts) {

    /** The price of models that cost nothing. */
    public static final Price FREE =
            new Price(new Rates(BigDecimal.ZERO, Optional.empty(), BigDecimal.ZERO), Optional.empty());

    private static final BigDecimal NANOS_OF_MICRO = BigDecimal.valueOf(1000);

    /**
     * Rates in US dollars for a million tokens.
     *
     * @param cachedInput the rate of prompt tokens that the provider had in its cache; empty: the rate of {@code input}
     */
    public record Rates(BigDecimal input, Optional<BigDecimal> cachedInput, BigDecimal output) {}

    /** @param above the most prompt tokens for which the usual rates hold */
    public record LongPrompts(long above, Rates rates) {}

    /** Returns the cost in billionths of a US dollar, rounded; figures that were not reported cost nothing. */
    public long nanos(Usage usage) {
        long input = usage.inputTokens().orElse(0);
        long cached = Math.min(input, usage.cachedInputTokens().orElse(0));
        var effective = longPrompts
                .filter(prompts -> input > prompts.above)
                .map(LongPrompts::rates)
                .orElse(rates);
        // a dollar for a million tokens is a millionth of a dollar for each
        return cost(input - cached, effective.input)
                .add(cost(cached, effective.cachedInput.orElse(effective.input)))
                .add(cost(usage.outputTokens().orElse(0), effective.output))
                .multiply(NANOS_OF_MICRO)
                .setScale(0, RoundingMode.HALF_UP)
                .longValue();
    }

    private static BigDecimal cost(long tokens, BigDecimal rate) {
        return rate.multiply(BigDecimal.valueOf(tokens));
    }
}

package dev.caramba.generation;

import java.util.OptionalLong;

/**
 * The tokens of an answer, as the provider reported them; empty where it reported nothing.
 *
 * @param inputTokens tokens of the prompt, cached ones included
 * @param outputTokens tokens of the answer, reasoning included
 */
public record Usage(
        OptionalLong inputTokens,
        OptionalLong outputTokens,
        OptionalLong totalTokens,
        OptionalLong cachedInputTokens,
        OptionalLong reasoningTokens) {

    public static Usage of(long inputTokens, long outputTokens) {
        return new Usage(
                OptionalLong.of(inputTokens),
                OptionalLong.of(outputTokens),
                OptionalLong.of(inputTokens + outputTokens),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /**
     * Returns the sum of both. A figure that neither reports stays empty. A missing total is worked out from its parts.
     */
    public Usage plus(Usage other) {
        return new Usage(
                sum(inputTokens, other.inputTokens),
                sum(outputTokens, other.outputTokens),
                sum(knownTotal(), other.knownTotal()),
                sum(cachedInputTokens, other.cachedInputTokens),
                sum(reasoningTokens, other.reasoningTokens));
    }

    private OptionalLong knownTotal() {
        return totalTokens.isPresent() ? totalTokens : sum(inputTokens, outputTokens);
    }

    private static OptionalLong sum(OptionalLong a, OptionalLong b) {
        return a.isEmpty() && b.isEmpty() ? a : OptionalLong.of(a.orElse(0) + b.orElse(0));
    }
}

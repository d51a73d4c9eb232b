package dev.caramba.usage;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of one row of usage.
 *
 * @param calls whose answer, or else whose last attempt, belongs to this row
 * @param errors calls that ended in an error or that their caller left
 * @param attempts requests that were sent to the provider
 * @param failures attempts that failed
 * @param untold attempts that may have used tokens but reported none, because they broke off or were cancelled
 * @param inputTokens tokens of prompts, cached ones included
 * @param outputTokens tokens of answers, reasoning included
 * @param nanos the cost in billionths of a US dollar
 * @param unpriced attempts that reported tokens whose price is not known
 */
public record UsageFigures(
        long calls,
        long errors,
        long attempts,
        long failures,
        long untold,
        long inputTokens,
        long cachedInputTokens,
        long outputTokens,
        long reasoningTokens,
        long nanos,
        long unpriced) {

    public static final UsageFigures NONE = new UsageFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Returns the figures of one call without its attempts. */
    static UsageFigures call(boolean failed) {
        return new UsageFigures(1, failed ? 1 : 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    public UsageFigures plus(UsageFigures other) {
        return new UsageFigures(
                calls + other.calls,
                errors + other.errors,
                attempts + other.attempts,
                failures + other.failures,
                untold + other.untold,
                inputTokens + other.inputTokens,
                cachedInputTokens + other.cachedInputTokens,
                outputTokens + other.outputTokens,
                reasoningTokens + other.reasoningTokens,
                nanos + other.nanos,
                unpriced + other.unpriced);
    }

    /** Returns the figures in their order, separated by spaces. */
    String text() {
        return all().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** Reads what {@link #text} has written. */
    static UsageFigures of(String text) {
        var all = List.of(text.split(" ")).stream().map(Long::parseLong).toList();
        return new UsageFigures(
                all.get(0),
                all.get(1),
                all.get(2),
                all.get(3),
                all.get(4),
                all.get(5),
                all.get(6),
                all.get(7),
                all.get(8),
                all.get(9),
                all.get(10));
    }

    private Stream<Long> all() {
        return Stream.of(
                calls,
                errors,
                attempts,
                failures,
                untold,
                inputTokens,
                cachedInputTokens,
                outputTokens,
                reasoningTokens,
                nanos,
                unpriced);
    }
}

package dev.caramba.health;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind.Effect;
import dev.caramba.generation.FailureKind.Scope;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Converts outcomes to arguments of the report script. They include everything that the script decides by, random
 * numbers too.
 */
record RedisOutcome(HealthPolicy policy, DoubleSupplier random) {

    private static final int LONGEST_ERROR = 500;
    private static final List<String> IGNORED = List.of("ignored");

    List<String> arguments(AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Success success) {
            return success(success);
        }
        return outcome instanceof AttemptOutcome.Failed failed ? failed(failed.failure()) : IGNORED;
    }

    private List<String> success(AttemptOutcome.Success success) {
        return List.of(
                "success",
                success.timeToFirstToken()
                        .map(latency -> String.valueOf(latency.toNanos()))
                        .orElse(""),
                String.valueOf(Circuit.EWMA_WEIGHT),
                String.valueOf(millis(bounded(success.exhaustedFor()))));
    }

    private List<String> failed(Failure failure) {
        var kind = failure.kind();
        if (kind.effect() == Effect.NONE) {
            return IGNORED;
        }
        var isLong = kind.effect() == Effect.LONG_COOLDOWN;
        var atOnce = kind.effect() != Effect.FAILURE || failure.retryAfter().isPresent();
        return List.of(
                "failed",
                kind.scope() == Scope.PROVIDER ? "provider" : "target",
                shortened(kind.wireName() + ": " + failure.message()),
                atOnce ? "1" : "0",
                String.valueOf(policy.failureThreshold()),
                failure.retryAfter()
                        .filter(asked -> !isLong)
                        .map(asked -> String.valueOf(millis(bounded(asked))))
                        .orElse(""),
                String.valueOf((isLong ? policy.longCooldown() : policy.cooldown()).toMillis()),
                String.valueOf((isLong ? policy.maxLongCooldown() : policy.maxCooldown()).toMillis()),
                String.valueOf(Circuit.jitter(random)));
    }

    private Duration bounded(Duration asked) {
        return asked.compareTo(policy.maxRetryAfter()) <= 0 ? asked : policy.maxRetryAfter();
    }

    /** Returns whole milliseconds, rounded up, so that no wait is shorter than asked for. */
    static long millis(Duration duration) {
        return duration.plusNanos(999_999).toMillis();
    }

    /** Cuts a text to the longest length, never inside a surrogate pair. */
    private static String shortened(String text) {
        if (text.length() <= LONGEST_ERROR) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST_ERROR - 1)) ? LONGEST_ERROR - 1 : LONGEST_ERROR;
        return text.substring(0, end);
    }
}

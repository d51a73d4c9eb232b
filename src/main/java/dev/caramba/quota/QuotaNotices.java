package dev.caramba.quota;

import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Writes headers and errors about a caller's limits, in OpenAI's format. */
final class QuotaNotices {

    private static final long SECONDS_OF_A_MINUTE = 60;
    private static final long MINUTES_OF_AN_HOUR = 60;

    private QuotaNotices() {}

    /** Adds the headers to the trail. Of the minute's and the day's limit it shows the one with less left. */
    static void tell(QuotaDecision taken, CallTrail trail) {
        for (var counted : List.of("requests", "tokens")) {
            tightest(taken, counted).ifPresent(window -> {
                var limit = limit(taken, window);
                trail.notice("x-ratelimit-limit-" + counted, Long.toString(limit));
                trail.notice("x-ratelimit-remaining-" + counted, Long.toString(remaining(taken, window)));
                trail.notice("x-ratelimit-reset-" + counted, text(taken.left(window)));
            });
        }
    }

    static Failure refusal(QuotaDecision taken, QuotaDecision.Refusal refusal) {
        var message = refusal.window()
                .map(window -> "This access key or token may use " + limit(taken, window) + " " + window.counted()
                        + " per " + window.unit() + ": come back in " + text(refusal.retryAfter()) + ".")
                .orElseGet(() -> "This access key or token may have "
                        + taken.ask().quota().maxInFlight().orElseThrow() + " calls under way at a time.");
        return Failure.of(FailureKind.CALLER_LIMIT, message).withRetryAfter(Optional.of(refusal.retryAfter()));
    }

    /** Returns the failure of a call that is larger than a whole window, so that waiting does not help. */
    static Failure tooLarge(long tokens, QuotaWindow window, long limit) {
        return Failure.invalid(
                "messages",
                "The call may need about " + tokens + " tokens, and this access key or token may use " + limit + " per "
                        + window.unit() + ": shorten the prompt or ask for fewer tokens.");
    }

    private static Optional<QuotaWindow> tightest(QuotaDecision taken, String counted) {
        return Arrays.stream(QuotaWindow.values())
                .filter(window -> window.counted().equals(counted))
                .filter(window -> window.limitOf(taken.ask().quota()).isPresent())
                .min(Comparator.<QuotaWindow>comparingLong(window -> remaining(taken, window))
                        .thenComparing(window -> taken.left(window), Comparator.reverseOrder()));
    }

    private static long remaining(QuotaDecision taken, QuotaWindow window) {
        return Math.max(0, limit(taken, window) - taken.count(window).used());
    }

    private static long limit(QuotaDecision taken, QuotaWindow window) {
        return window.limitOf(taken.ask().quota()).orElseThrow();
    }

    /**
     * Formats a duration as OpenAI does: {@code 120ms}, {@code 1s}, {@code 6m0s}, {@code 23h0m7s}. From one second on
     * it is rounded up to whole seconds.
     */
    static String text(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + "ms";
        }
        var seconds = duration.plusMillis(999).toSeconds();
        var minutes = seconds / SECONDS_OF_A_MINUTE;
        var hours = minutes / MINUTES_OF_AN_HOUR;
        var rest = seconds % SECONDS_OF_A_MINUTE + "s";
        if (minutes == 0) {
            return rest;
        }
        return (hours == 0 ? minutes + "m" : hours + "h" + minutes % MINUTES_OF_AN_HOUR + "m") + rest;
    }
}

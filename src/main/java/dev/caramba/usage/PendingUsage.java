package dev.caramba.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The usage of one day that waits to be added to the store. It does not change any more once it is sent. */
final class PendingUsage {

    private static final int MOST_ROWS = 500;

    /** Completed when no call has to wait for it any more. */
    final CompletableFuture<Void> written = new CompletableFuture<>();

    private final Map<UsageRow, UsageFigures> used = new HashMap<>();
    private Instant latest = Instant.MIN;

    boolean takes(Map<UsageRow, UsageFigures> more, Instant at) {
        return day(at).equals(day(latest)) && used.size() + more.size() <= MOST_ROWS;
    }

    void add(Map<UsageRow, UsageFigures> more, Instant at) {
        more.forEach((row, figures) -> used.merge(row, figures, UsageFigures::plus));
        latest = at;
    }

    UsageBatch batch(String source, long number, Instant now) {
        var age = Duration.between(latest, now);
        return new UsageBatch(source, number, age.isNegative() ? Duration.ZERO : age, Map.copyOf(used));
    }

    long costOf(String caller) {
        return used.entrySet().stream()
                .filter(entry -> entry.getKey().caller().equals(caller))
                .mapToLong(entry -> entry.getValue().nanos())
                .sum();
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}

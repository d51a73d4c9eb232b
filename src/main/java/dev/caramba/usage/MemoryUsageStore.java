package dev.caramba.usage;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A store in the memory of one instance. It is lost when the instance ends. */
public final class MemoryUsageStore implements UsageStore {

    private final Duration retention;
    private final InstantSource clock;
    private final Map<String, Long> applied = new HashMap<>();
    private final Map<LocalDate, Day> days = new HashMap<>();
    private final Map<String, Map<String, Long>> spent = new HashMap<>();

    /** @param retention how long a day is kept after its last addition */
    public MemoryUsageStore(Duration retention, InstantSource clock) {
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public Uni<Void> add(UsageBatch batch) {
        return now(() -> {
                    var isNew = batch.number() > applied.getOrDefault(batch.source(), 0L);
                    if (isNew) {
                        applied.put(batch.source(), batch.number());
                        addNew(batch);
                    }
                    return isNew;
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Spending> spent(String caller) {
        return now(() -> {
            var today = today(clock.instant());
            return new Spending(
                    spentIn(today.toString(), caller),
                    spentIn(YearMonth.from(today).toString(), caller),
                    until(today.plusDays(1)),
                    until(YearMonth.from(today).plusMonths(1).atDay(1)));
        });
    }

    @Override
    public Uni<Map<UsageRow, UsageFigures>> used(LocalDate day) {
        return now(() -> {
            forget();
            return days.containsKey(day) ? Map.copyOf(days.get(day).rows) : Map.of();
        });
    }

    private void addNew(UsageBatch batch) {
        forget();
        var today = today(clock.instant().minus(batch.age()));
        var day = days.computeIfAbsent(today, ignored -> new Day());
        day.end = clock.instant().plus(retention);
        var month = YearMonth.from(today);
        var current = YearMonth.from(today(clock.instant())).toString();
        spent.keySet().removeIf(period -> !period.startsWith(current) && !period.startsWith(month.toString()));
        batch.used().forEach((row, figures) -> {
            day.rows.merge(row, figures, UsageFigures::plus);
            spend(today.toString(), row, figures);
            spend(month.toString(), row, figures);
        });
    }

    private void spend(String period, UsageRow row, UsageFigures figures) {
        spent.computeIfAbsent(period, ignored -> new HashMap<>()).merge(row.caller(), figures.nanos(), Long::sum);
    }

    private long spentIn(String period, String caller) {
        return spent.getOrDefault(period, Map.of()).getOrDefault(caller, 0L);
    }

    private void forget() {
        days.values().removeIf(day -> !day.end.isAfter(clock.instant()));
    }

    private Duration until(LocalDate day) {
        return Duration.between(
                clock.instant(), day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static LocalDate today(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    private <T> Uni<T> now(Supplier<T> verb) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                return verb.get();
            }
        });
    }

    private static final class Day {

        private final Map<UsageRow, UsageFigures> rows = new HashMap<>();
        private Instant end = Instant.MIN;
    }
}

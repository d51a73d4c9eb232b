package dev.caramba.usage;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Creates usage reports from the ledger.
 *
 * @param ledger empty where usage is not counted
 */
public record UsageReports(Optional<UsageLedger> ledger) {

    private static final Duration LONGEST_DAY = Duration.ofSeconds(2);
    private static final Comparator<List<String>> IN_ORDER = (a, b) -> {
        for (int i = 0; i < a.size(); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    /** Returns the figures, grouped and in order as the query asks. Fails when they cannot be read now. */
    public Uni<Map<List<String>, UsageFigures>> report(UsageQuery query) {
        var all = new TreeMap<List<String>, UsageFigures>(IN_ORDER);
        return Multi.createFrom()
                .iterable(query.from().datesUntil(query.to().plusDays(1)).toList())
                .onItem()
                .transformToUniAndConcatenate(day ->
                        ledger.orElseThrow().used(day, LONGEST_DAY).invoke(rows -> gather(all, query, day, rows)))
                .collect()
                .last()
                .map(ignored -> all);
    }

    private static void gather(
            Map<List<String>, UsageFigures> all, UsageQuery query, LocalDate day, Map<UsageRow, UsageFigures> rows) {
        rows.forEach((row, figures) -> {
            if (query.asksFor(day, row)) {
                all.merge(query.key(day, row), figures, UsageFigures::plus);
            }
        });
    }
}

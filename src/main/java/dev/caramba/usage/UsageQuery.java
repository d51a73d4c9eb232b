package dev.caramba.usage;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A query for a usage report.
 *
 * @param from the first day
 * @param to the last day
 * @param only the value that a part of a row must have; absent parts may have any value
 * @param group the parts to group by, in this order; rows that agree in them are added up
 */
public record UsageQuery(LocalDate from, LocalDate to, Map<Part, String> only, List<Part> group) {

    /** A part of a row, by which a report can filter and group. */
    public enum Part {
        DAY,
        CALLER,
        ROUTE,
        PROVIDER,
        MODEL;

        /** Returns the name in queries and reports. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        String of(LocalDate day, UsageRow row) {
            return switch (this) {
                case DAY -> day.toString();
                case CALLER -> row.caller();
                case ROUTE -> row.route();
                case PROVIDER -> row.provider();
                case MODEL -> row.model();
            };
        }
    }

    boolean asksFor(LocalDate day, UsageRow row) {
        return only.entrySet().stream()
                .allMatch(wanted -> wanted.getKey().of(day, row).equals(wanted.getValue()));
    }

    /** Returns the row's values of the parts to group by. */
    List<String> key(LocalDate day, UsageRow row) {
        return group.stream().map(part -> part.of(day, row)).toList();
    }
}

package dev.caramba.observe;

import dev.caramba.prompt.Target;
import dev.caramba.usage.UsageFigures;
import dev.caramba.usage.UsageObserver;
import dev.caramba.usage.UsageRow;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the cost of calls, where usage is counted and the price is known. */
public final class CostMetrics implements UsageObserver {

    private static final double NANOS = 1e9;

    private final MeterRegistry registry;
    private final TargetTags tags;

    public CostMetrics(MeterRegistry registry, TargetTags tags) {
        this.registry = registry;
        this.tags = tags;
    }

    @Override
    public void used(UsageRow row, UsageFigures figures) {
        if (figures.nanos() > 0) {
            var route = row.route().equals(UsageRow.NO_ROUTE) ? CallHistograms.NO_ROUTE : row.route();
            registry.counter(
                            MetricNames.COST,
                            tags.of(new Target(row.provider(), row.model())).and("route", route))
                    .increment(figures.nanos() / NANOS);
        }
    }
}

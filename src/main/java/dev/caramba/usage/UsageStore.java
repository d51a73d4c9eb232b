package dev.caramba.usage;

import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.Map;

/** Stores usage by the day in UTC. Every verb is atomic. */
public interface UsageStore {

    /** Adds a batch once, however often it is sent. */
    Uni<Void> add(UsageBatch batch);

    /** Returns what a caller has spent so far. */
    Uni<Spending> spent(String caller);

    /** Returns the usage of a day; empty when the day is no longer stored. */
    Uni<Map<UsageRow, UsageFigures>> used(LocalDate day);
}

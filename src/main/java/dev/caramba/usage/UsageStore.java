package dev.caramba.usage;

import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.Map;

/** Remembers what was used, by the day in UTC. Every verb is atomic. */
public interface UsageStore {

    /** Adds a batch, once however often it is sent. */
    Uni<Void> add(UsageBatch batch);

    /** What a caller has spent so far. */
    Uni<Spending> spent(String caller);

    /** What was used on a day; nothing where it is forgotten. */
    Uni<Map<UsageRow, UsageFigures>> used(LocalDate day);
}

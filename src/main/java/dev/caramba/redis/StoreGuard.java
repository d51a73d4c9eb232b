package dev.caramba.redis;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Asks shared memory, no longer than a call may wait for it, and fails at once while that is pointless. */
public interface StoreGuard {
    <T> Uni<T> ask(Supplier<Uni<T>> question);
}

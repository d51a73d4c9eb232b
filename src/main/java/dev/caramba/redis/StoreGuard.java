package dev.caramba.redis;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * Sends requests to the shared store, each bounded by a timeout. It fails them at once while the store does not answer.
 */
public interface StoreGuard {
    <T> Uni<T> ask(Supplier<Uni<T>> question);
}

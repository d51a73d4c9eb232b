package dev.caramba.redis;

import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * Bounds each request to the shared store by a timeout, and stops asking for one second once four of five requests have
 * failed.
 */
public final class BreakerGuard implements StoreGuard {

    private static final int WINDOW = 5;
    private static final double FAILURE_RATIO = 0.8;
    private static final long PAUSE_SECONDS = 1;

    private final Duration timeout;
    private final Guard breaker = Guard.create()
            .withCircuitBreaker()
            .requestVolumeThreshold(WINDOW)
            .failureRatio(FAILURE_RATIO)
            .delay(PAUSE_SECONDS, ChronoUnit.SECONDS)
            .done()
            .build();

    public BreakerGuard(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * Sends the request. The timeout is inside the breaker and cancels the request itself, so that requests do not pile
     * up for a server that hangs.
     */
    @Override
    public <T> Uni<T> ask(Supplier<Uni<T>> question) {
        return Uni.createFrom()
                .deferred(() -> breaker.get(
                        () -> question.get().ifNoItem().after(timeout).fail(), new TypeLiteral<Uni<T>>() {}));
    }
}

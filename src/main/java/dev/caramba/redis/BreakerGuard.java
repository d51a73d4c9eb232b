package dev.caramba.redis;

import io.smallrye.faulttolerance.api.Guard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/** Waits for an answer as long as is configured, and does not ask at all for a second once nearly all of them failed. */
public final class BreakerGuard implements StoreGuard {

    private static final int WINDOW = 5;
    private static final double TOO_MANY = 0.8;
    private static final long PAUSE_SECONDS = 1;

    private final Duration timeout;
    private final Guard breaker = Guard.create()
            .withCircuitBreaker()
            .requestVolumeThreshold(WINDOW)
            .failureRatio(TOO_MANY)
            .delay(PAUSE_SECONDS, ChronoUnit.SECONDS)
            .done()
            .build();

    public BreakerGuard(Duration timeout) {
        this.timeout = timeout;
    }

    /** The limit stands inside the breaker, and ends the question itself: a hung server must not gather them. */
    @Override
    public <T> Uni<T> ask(Supplier<Uni<T>> question) {
        return Uni.createFrom()
                .deferred(() -> breaker.get(
                        () -> question.get().ifNoItem().after(timeout).fail(), new TypeLiteral<Uni<T>>() {}));
    }
}

package dev.caramba.simulation;

import dev.caramba.redis.StoreGuard;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * The product's guard in virtual time, since the library that it is made with goes by the machine's clock: 50 ms for an
 * answer, and after four failures among five questions none for a second.
 */
final class VirtualGuard implements StoreGuard {

    private static final Duration TIMEOUT = Duration.ofMillis(50);
    private static final int WINDOW = 5;
    private static final int TOO_MANY = 4;
    private static final double PAUSE_SECONDS = 1;

    private final Clock clock;
    private final Deque<Boolean> failed = new ArrayDeque<>();
    private double openUntil = -1;
    private boolean trying;

    VirtualGuard(Clock clock) {
        this.clock = clock;
    }

    @Override
    public <T> Uni<T> ask(Supplier<Uni<T>> question) {
        return Uni.createFrom().deferred(() -> {
            var open = openUntil >= 0;
            if (open && (trying || clock.seconds() < openUntil)) {
                return Uni.createFrom().failure(new IllegalStateException("not asked"));
            }
            trying = open;
            return question.get()
                    .ifNoItem()
                    .after(TIMEOUT)
                    .on(clock.time)
                    .fail()
                    .onItemOrFailure()
                    .invoke((reply, failure) -> ended(open, failure != null));
        });
    }

    private void ended(boolean trial, boolean failure) {
        if (trial) {
            trying = false;
            failed.clear();
            openUntil = failure ? clock.seconds() + PAUSE_SECONDS : -1;
            return;
        }
        failed.addLast(failure);
        if (failed.size() > WINDOW) {
            failed.removeFirst();
        }
        var failures = failed.stream().filter(Boolean::booleanValue).count();
        if (openUntil < 0 && failed.size() == WINDOW && failures >= TOO_MANY) {
            openUntil = clock.seconds() + PAUSE_SECONDS;
        }
    }
}

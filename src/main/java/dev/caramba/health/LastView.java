package dev.caramba.health;

import dev.caramba.prompt.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest status of each target from another store, converted to the clock of this instance. */
final class LastView {

    private final Map<Target, ProviderStatus> statuses = new LruMap<>();

    /** @param now the time at which the view arrived */
    synchronized void seen(HealthView view, Instant now) {
        view.statuses().forEach((target, status) -> statuses.put(target, moved(status, view.now(), now)));
    }

    synchronized List<ProviderStatus> statuses() {
        return List.copyOf(statuses.values());
    }

    private static ProviderStatus moved(ProviderStatus status, Instant from, Instant to) {
        return new ProviderStatus(
                status.target(),
                status.state(),
                0,
                moved(status.lastUsed(), from, to),
                status.failures(),
                moved(status.cooldownUntil(), from, to),
                status.lastError(),
                status.latency());
    }

    private static Optional<Instant> moved(Optional<Instant> instant, Instant from, Instant to) {
        return instant.map(theirs -> to.plus(Duration.between(from, theirs)));
    }
}

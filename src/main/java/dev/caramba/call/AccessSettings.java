package dev.caramba.call;

import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import dev.caramba.generation.Quota;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration says of callers beside their keys.
 *
 * @param granted by the caller's name, for those who have a grant of their own
 * @param otherwise for all others
 * @param metrics who may read the metrics
 */
public record AccessSettings(Map<String, Granted> granted, Granted otherwise, Metrics metrics) {

    /** Everybody may do everything, and read the metrics. */
    public static final AccessSettings FREE =
            new AccessSettings(Map.of(), new Granted(Grant.ALL, Optional.empty()), Metrics.OPEN);

    /**
     * What one caller may do.
     *
     * @param expires when that ends
     */
    public record Granted(Grant grant, Optional<Instant> expires) {

        public boolean over(Instant now) {
            return expires.filter(end -> !now.isBefore(end)).isPresent();
        }
    }

    /** Who may read the metrics. */
    public enum Metrics {
        OPEN,
        KEY,
        ADMIN
    }

    /** Whether how much somebody asks for is limited. */
    public boolean limited() {
        return granted.values().stream().anyMatch(one -> !one.grant().quota().equals(Quota.UNLIMITED));
    }

    /** What the caller of this name may do. */
    public Granted of(String name) {
        return granted.getOrDefault(name, otherwise);
    }

    /** The caller of this name, whether or not its time is over. */
    public Caller caller(String name) {
        return new Caller(name, of(name).grant());
    }
}

package dev.caramba.call;

import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import dev.caramba.generation.Quota;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The configured grants, and who may read the metrics.
 *
 * @param granted grants by the name of the caller, for callers with a grant of their own
 * @param otherwise the grant of all other callers
 * @param metrics who may read the metrics
 */
public record AccessSettings(Map<String, Granted> granted, Granted otherwise, Metrics metrics) {

    /** Every caller may do everything and read the metrics. */
    public static final AccessSettings FREE =
            new AccessSettings(Map.of(), new Granted(Grant.ALL, Optional.empty()), Metrics.OPEN);

    /**
     * What one caller may do.
     *
     * @param expires when the grant ends; empty when it does not
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

    /** Returns whether any grant has a quota. */
    public boolean limited() {
        return granted.values().stream().anyMatch(one -> !one.grant().quota().equals(Quota.UNLIMITED));
    }

    /** Returns the grant of the caller of this name. */
    public Granted of(String name) {
        return granted.getOrDefault(name, otherwise);
    }

    /** Returns the caller of this name, whether or not the grant has expired. */
    public Caller caller(String name) {
        return new Caller(name, of(name).grant());
    }
}

package dev.caramba.config;

import java.time.Duration;
import java.util.Optional;

/**
 * A duration and the most to which it may grow. When only one of both is set and lies beyond the default of the other,
 * both get the set value.
 */
public record DurationRange(Duration least, Duration most) {

    public record Bound(String name, Optional<String> text, Duration fallback) {

        public Duration read(ConfigSection section) {
            return section.duration(name, text, fallback);
        }
    }

    public static DurationRange read(ConfigSection section, Bound least, Bound most) {
        var from = least.read(section);
        var to = most.read(section);
        if (from.compareTo(to) <= 0) {
            return new DurationRange(from, to);
        }
        if (to.equals(most.fallback())) {
            return new DurationRange(from, from);
        }
        if (from.equals(least.fallback())) {
            return new DurationRange(to, to);
        }
        throw section.wrong(
                most.name(),
                QuantityFormat.text(to),
                "at least " + section.key(least.name()) + ", " + QuantityFormat.text(from));
    }
}

package dev.caramba.observe;

import dev.caramba.prompt.Target;
import io.micrometer.core.instrument.Tags;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Creates the metric tags of a target. Models that are not configured share one value, so that callers cannot add
 * series.
 */
public final class TargetTags {

    private final Predicate<Target> configured;

    public TargetTags(Predicate<Target> configured) {
        this.configured = configured;
    }

    Tags of(Target target) {
        return Tags.of("provider", target.provider(), "model", configured.test(target) ? target.model() : "other");
    }

    Tags of(Optional<Target> target) {
        return target.map(this::of).orElse(Tags.of("provider", "none", "model", "none"));
    }
}

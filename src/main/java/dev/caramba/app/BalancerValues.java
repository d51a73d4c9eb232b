package dev.caramba.app;

import dev.caramba.app.CarambaConfig.BalancerKeys;
import dev.caramba.balance.BalancerSettings;
import dev.caramba.health.HealthPolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * The keys of the balancer, read.
 *
 * @param strategy of everything but routes that have their own
 * @param deadline of a call, over all its attempts
 */
record BalancerValues(String strategy, Duration deadline, BalancerSettings settings, HealthPolicy policy) {

    private static final String STRATEGY = "round-robin";
    private static final Duration DEADLINE = Duration.ofSeconds(120);
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

    static BalancerValues read(BalancerKeys keys) {
        var section = new Section("caramba.balancer");
        return new BalancerValues(
                section.text(keys.strategy()).orElse(STRATEGY),
                section.duration("deadline", keys.deadline(), DEADLINE),
                settings(section, keys),
                policy(section, keys));
    }

    private static BalancerSettings settings(Section section, BalancerKeys keys) {
        var fallback = BalancerSettings.DEFAULT;
        var backoff = Range.read(
                section,
                new Range.Bound("min-backoff", keys.minBackoff(), fallback.minBackoff()),
                new Range.Bound("max-backoff", keys.maxBackoff(), fallback.maxBackoff()));
        return new BalancerSettings(
                section.whole("max-attempts", keys.maxAttempts(), 1, fallback.maxAttempts()),
                section.duration("max-retry-wait", keys.maxRetryWait(), fallback.maxRetryWait()),
                section.duration("max-retry-after", keys.maxRetryAfter(), fallback.maxRetryAfter()),
                backoff.least(),
                backoff.most(),
                leaseTtl(section, keys),
                section.share("hedge-budget", keys.hedgeBudget(), fallback.hedgeBudget()),
                section.flag("resume", keys.resume()).orElse(fallback.resume()));
    }

    private static HealthPolicy policy(Section section, BalancerKeys keys) {
        var fallback = HealthPolicy.DEFAULT;
        var cooldown = Range.read(
                section,
                new Range.Bound("cooldown", keys.cooldown(), fallback.cooldown()),
                new Range.Bound("max-cooldown", keys.maxCooldown(), fallback.maxCooldown()));
        var longCooldown = Range.read(
                section,
                new Range.Bound("long-cooldown", keys.longCooldown(), fallback.longCooldown()),
                new Range.Bound("max-long-cooldown", keys.maxLongCooldown(), fallback.maxLongCooldown()));
        return new HealthPolicy(
                section.whole("failure-threshold", keys.failureThreshold(), 1, fallback.failureThreshold()),
                cooldown.least(),
                cooldown.most(),
                longCooldown.least(),
                longCooldown.most(),
                section.duration("max-retry-after", keys.maxRetryAfter(), fallback.maxRetryAfter()),
                leaseTtl(section, keys));
    }

    private static Duration leaseTtl(Section section, BalancerKeys keys) {
        return section.durationFrom(SHORTEST_LEASE, "lease-ttl", keys.leaseTtl(), HealthPolicy.DEFAULT.leaseTtl());
    }

    /** A duration and what it may grow to. Where one is set beyond the other's default, the other follows. */
    private record Range(Duration least, Duration most) {

        record Bound(String name, Optional<String> text, Duration fallback) {

            Duration read(Section section) {
                return section.duration(name, text, fallback);
            }
        }

        static Range read(Section section, Bound least, Bound most) {
            var from = least.read(section);
            var to = most.read(section);
            if (from.compareTo(to) <= 0) {
                return new Range(from, to);
            }
            if (to.equals(most.fallback())) {
                return new Range(from, from);
            }
            if (from.equals(least.fallback())) {
                return new Range(to, to);
            }
            throw section.wrong(
                    most.name(),
                    Quantities.text(to),
                    "at least " + section.key(least.name()) + ", " + Quantities.text(from));
        }
    }
}

package dev.caramba.settings;

import dev.caramba.balance.BalancerSettings;
import dev.caramba.config.CarambaConfig.BalancerKeys;
import dev.caramba.config.ConfigSection;
import dev.caramba.config.DurationRange;
import dev.caramba.health.HealthPolicy;
import java.time.Duration;

/**
 * The checked values of {@code caramba.balancer}.
 *
 * @param strategy the strategy of all calls but those to routes with a strategy of their own
 * @param deadline the deadline of a call, over all its attempts
 * @param streamDeadline the deadline of a call whose answer flows
 */
public record BalancerValues(
        String strategy, Duration deadline, Duration streamDeadline, BalancerSettings settings, HealthPolicy policy) {

    private static final String STRATEGY = "round-robin";
    private static final Duration DEADLINE = Duration.ofMinutes(10);
    private static final Duration STREAM_DEADLINE = Duration.ofHours(1);
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

    static BalancerValues read(BalancerKeys keys) {
        var section = new ConfigSection("caramba.balancer");
        var deadline = section.duration("deadline", keys.deadline(), DEADLINE);
        return new BalancerValues(
                section.text(keys.strategy()).orElse(STRATEGY),
                deadline,
                section.durationFrom(
                        deadline,
                        "stream-deadline",
                        keys.streamDeadline(),
                        deadline.equals(DEADLINE) ? STREAM_DEADLINE : deadline),
                settings(section, keys),
                policy(section, keys));
    }

    private static BalancerSettings settings(ConfigSection section, BalancerKeys keys) {
        var fallback = BalancerSettings.DEFAULT;
        var backoff = DurationRange.read(
                section,
                new DurationRange.Bound("min-backoff", keys.minBackoff(), fallback.minBackoff()),
                new DurationRange.Bound("max-backoff", keys.maxBackoff(), fallback.maxBackoff()));
        return new BalancerSettings(
                section.whole("max-attempts", keys.maxAttempts(), 1, fallback.maxAttempts()),
                section.durationFrom(Duration.ZERO, "max-retry-wait", keys.maxRetryWait(), fallback.maxRetryWait()),
                section.duration("max-retry-after", keys.maxRetryAfter(), fallback.maxRetryAfter()),
                backoff.least(),
                backoff.most(),
                leaseTtl(section, keys),
                section.share("hedge-budget", keys.hedgeBudget(), fallback.hedgeBudget()),
                section.flag("resume", keys.resume()).orElse(fallback.resume()),
                section.flag("hold-tool-calls", keys.holdToolCalls()).orElse(fallback.holdToolCalls()));
    }

    private static HealthPolicy policy(ConfigSection section, BalancerKeys keys) {
        var fallback = HealthPolicy.DEFAULT;
        var cooldown = DurationRange.read(
                section,
                new DurationRange.Bound("cooldown", keys.cooldown(), fallback.cooldown()),
                new DurationRange.Bound("max-cooldown", keys.maxCooldown(), fallback.maxCooldown()));
        var longCooldown = DurationRange.read(
                section,
                new DurationRange.Bound("long-cooldown", keys.longCooldown(), fallback.longCooldown()),
                new DurationRange.Bound("max-long-cooldown", keys.maxLongCooldown(), fallback.maxLongCooldown()));
        return new HealthPolicy(
                section.whole("failure-threshold", keys.failureThreshold(), 1, fallback.failureThreshold()),
                cooldown.least(),
                cooldown.most(),
                longCooldown.least(),
                longCooldown.most(),
                section.duration("max-retry-after", keys.maxRetryAfter(), fallback.maxRetryAfter()),
                leaseTtl(section, keys));
    }

    private static Duration leaseTtl(ConfigSection section, BalancerKeys keys) {
        return section.durationFrom(SHORTEST_LEASE, "lease-ttl", keys.leaseTtl(), HealthPolicy.DEFAULT.leaseTtl());
    }
}

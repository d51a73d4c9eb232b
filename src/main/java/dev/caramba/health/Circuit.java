package dev.caramba.health;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * The health of one scope, a target or a provider: its leases, its failures, its cooldown. No timers are used: each
 * read compares ends with the time. Not safe for use by several threads.
 */
final class Circuit {

    /** The largest relative deviation, either way, of a cooldown whose length the provider did not set. */
    private static final double JITTER = 0.1;

    /** The weight of the newest time to first token in the moving average. */
    static final double EWMA_WEIGHT = 0.3;

    /** The wait while a probe is under way or all slots are taken. It is a guess, because their end is not known. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Map<String, Instant> leases = new HashMap<>();
    private int failures;
    private long epoch;
    private int level;
    private boolean open;
    private Instant until = Instant.EPOCH;
    private Instant exhaustedUntil = Instant.EPOCH;
    private Optional<String> probe = Optional.empty();
    private Optional<Instant> lastUsed = Optional.empty();
    private Optional<String> lastError = Optional.empty();
    private Optional<Duration> latency = Optional.empty();

    /** Returns how long this scope must not be asked; empty when it may be asked now. */
    Optional<Duration> refusal(Instant now, int maxInFlight) {
        expire(now);
        var end = cooldownEnd(now);
        if (end.isPresent()) {
            return Optional.of(Duration.between(now, end.get()));
        }
        var busy = probe.isPresent() || leases.size() >= maxInFlight;
        return busy ? Optional.of(SOON) : Optional.empty();
    }

    /** Adds a lease; returns true when it is the probe. */
    boolean lease(String id, Instant now, Duration ttl) {
        leases.put(id, now.plus(ttl));
        lastUsed = Optional.of(now);
        if (open) {
            probe = Optional.of(id);
        }
        return open;
    }

    boolean renew(String id, Instant now, Duration ttl) {
        expire(now);
        return leases.computeIfPresent(id, (ignored, end) -> now.plus(ttl)) != null;
    }

    void release(String id) {
        leases.remove(id);
        probe = probe.filter(holder -> !holder.equals(id));
    }

    /** Records a success of a lease of this epoch; it closes an open circuit. */
    void succeeded(long leaseEpoch) {
        if (isCurrent(leaseEpoch)) {
            failures = 0;
            level = 0;
            open = false;
        }
    }

    /** Records a failure of a lease of this epoch that concerns this scope. */
    void failed(long leaseEpoch, Failure failure, Instant now, HealthPolicy policy, DoubleSupplier random) {
        var effect = failure.kind().effect();
        if (effect == Effect.NONE) {
            return;
        }
        lastError = Optional.of(failure.kind().wireName() + ": " + failure.message());
        if (!isCurrent(leaseEpoch)) {
            return;
        }
        failures++;
        var atOnce = effect != Effect.FAILURE || failure.retryAfter().isPresent();
        if (open || atOnce || failures >= policy.failureThreshold()) {
            level = open ? level + 1 : 0;
            open = true;
            epoch++;
            probe = Optional.empty();
            until = now.plus(cooldown(failure, policy, random));
        }
    }

    private boolean isCurrent(long leaseEpoch) {
        return leaseEpoch == epoch || leaseEpoch == Lease.OF_ANOTHER_STORE && !open;
    }

    void answeredWithin(Duration timeToFirstToken) {
        latency = Optional.of(
                latency.map(average -> blend(average, timeToFirstToken)).orElse(timeToFirstToken));
    }

    /** Records until when the provider accepts no more requests; of several instants the latest counts. */
    void exhausted(Instant end) {
        exhaustedUntil = end.isAfter(exhaustedUntil) ? end : exhaustedUntil;
    }

    /** Clears failures and cooldowns. Held leases stay, and belong to an older epoch from then on. */
    void reset() {
        epoch++;
        failures = 0;
        level = 0;
        open = false;
        exhaustedUntil = Instant.EPOCH;
        probe = Optional.empty();
        lastError = Optional.empty();
    }

    /** Replaces the state by what another store knew. Held leases stay, and belong to an older epoch from then on. */
    void seed(ProviderStatus known) {
        var left = known.cooldownUntil().orElse(Instant.EPOCH);
        epoch++;
        failures = known.failures();
        level = 0;
        open = known.state() == ProviderStatus.State.PROBING
                || known.cooldownUntil().isPresent() && failures > 0;
        until = open ? left : Instant.EPOCH;
        exhaustedUntil = open ? Instant.EPOCH : left;
        probe = Optional.empty();
        lastUsed = known.lastUsed();
        lastError = known.lastError();
        latency = known.latency();
    }

    long epoch() {
        return epoch;
    }

    int inFlight(Instant now) {
        expire(now);
        return leases.size();
    }

    ProviderStatus.State state(Instant now) {
        if (cooldownEnd(now).isPresent()) {
            return ProviderStatus.State.COOLDOWN;
        }
        return open ? ProviderStatus.State.PROBING : ProviderStatus.State.HEALTHY;
    }

    /** Returns the end of the present cooldown or exhaustion. */
    Optional<Instant> cooldownEnd(Instant now) {
        var end = open && until.isAfter(exhaustedUntil) ? until : exhaustedUntil;
        return end.isAfter(now) ? Optional.of(end) : Optional.empty();
    }

    int failures() {
        return failures;
    }

    Optional<Instant> lastUsed() {
        return lastUsed;
    }

    Optional<String> lastError() {
        return lastError;
    }

    Optional<Duration> latency() {
        return latency;
    }

    private void expire(Instant now) {
        leases.values().removeIf(end -> !end.isAfter(now));
        probe = probe.filter(leases::containsKey);
    }

    private Duration cooldown(Failure failure, HealthPolicy policy, DoubleSupplier random) {
        if (failure.kind().effect() == Effect.LONG_COOLDOWN) {
            return backoff(policy.longCooldown(), policy.maxLongCooldown(), random);
        }
        return failure.retryAfter()
                .map(asked -> min(asked, policy.maxRetryAfter()))
                .orElseGet(() -> backoff(policy.cooldown(), policy.maxCooldown(), random));
    }

    /** Returns the length of a cooldown: doubled with every failed probe, with jitter, never above the bound. */
    private Duration backoff(Duration first, Duration bound, DoubleSupplier random) {
        double nominal = Math.min(first.toMillis() * Math.pow(2, level), bound.toMillis());
        double jittered = nominal * jitter(random);
        return Duration.ofMillis(Math.min(Math.round(jittered), bound.toMillis()));
    }

    /** Returns the factor for the nominal length of a cooldown. */
    static double jitter(DoubleSupplier random) {
        return 1 - JITTER + 2 * JITTER * random.getAsDouble();
    }

    private static Duration blend(Duration average, Duration newest) {
        return Duration.ofNanos(Math.round(average.toNanos() * (1 - EWMA_WEIGHT) + newest.toNanos() * EWMA_WEIGHT));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

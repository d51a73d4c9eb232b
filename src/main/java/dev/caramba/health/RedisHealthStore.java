package dev.caramba.health;

import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.prompt.Target;
import dev.caramba.redis.RedisValues;
import dev.caramba.redis.RedisVerb;
import dev.caramba.redis.RedisVerbs;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.redis.client.Redis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The shared store of the fleet, in Redis. Every verb is one script and one round trip. Time is that of the server.
 *
 * <p>It sets no timeout on replies; a caller that cannot wait must set one.
 */
public final class RedisHealthStore implements HealthStore {

    private static final Duration LEAST_RETENTION = Duration.ofHours(2);
    private static final Map<Choice, String> CHOICES =
            Map.of(Choice.IN_TURN, "turn", Choice.LEAST_IN_FLIGHT, "least", Choice.BY_WEIGHT, "weight");

    private final RedisVerb acquire;
    private final RedisVerb report;
    private final RedisVerb renew;
    private final RedisVerb view;
    private final RedisVerb control;
    private final RedisHealthKeys keys;
    private final RedisOutcome outcomes;
    private final String ttl;
    private final String retention;

    /**
     * @param keyPrefix the beginning of every key, without braces; instances with the same prefix are a fleet
     * @param random supplies numbers from 0 to 1, for the jitter of cooldowns
     */
    public RedisHealthStore(Redis redis, String keyPrefix, HealthPolicy policy, DoubleSupplier random) {
        this(redis, keyPrefix, policy, random, Optional::empty);
    }

    /** @param clock replaces the server's clock where it is not empty */
    public RedisHealthStore(
            Redis redis,
            String keyPrefix,
            HealthPolicy policy,
            DoubleSupplier random,
            Supplier<Optional<Instant>> clock) {
        var verbs = new RedisVerbs(redis, "health", "circuit", clock);
        acquire = verbs.timed("acquire");
        report = verbs.timed("report");
        renew = verbs.timed("renew");
        view = verbs.timed("view");
        control = verbs.timed("control");
        this.keys = new RedisHealthKeys(keyPrefix);
        this.outcomes = new RedisOutcome(policy, random);
        this.ttl = millis(policy.leaseTtl());
        this.retention = millis(retention(policy));
    }

    @Override
    public Uni<Acquisition> acquire(Ranking ranking, String leaseId) {
        return Uni.createFrom().deferred(() -> {
            var circuits = new RedisCircuits(keys, ranking.targets());
            var all = new ArrayList<>(List.of(keys.turns(ranking.pool())));
            all.addAll(withDisabled(circuits));
            return acquire.run(all, List.of(leaseId, ttl, retention, json(ranking, circuits)))
                    .map(reply -> new RedisHealthReply(reply).acquisition(circuits, leaseId));
        });
    }

    @Override
    public Uni<HealthView> report(Lease lease, AttemptOutcome outcome) {
        return Uni.createFrom().deferred(() -> {
            var circuits = new RedisCircuits(keys, Stream.of(lease.target()));
            var arguments = new ArrayList<>(List.of(
                    lease.id(), retention, String.valueOf(lease.targetEpoch()), String.valueOf(lease.providerEpoch())));
            arguments.addAll(outcomes.arguments(outcome));
            return report.run(withDisabled(circuits), arguments)
                    .map(reply -> new RedisHealthReply(reply).view(circuits));
        });
    }

    @Override
    public Uni<Boolean> renew(Lease lease) {
        return renew.run(
                        List.of(
                                keys.leases(lease.target()),
                                keys.leases(lease.target().provider())),
                        List.of(lease.id(), ttl, retention))
                .map(RedisValues::isYes);
    }

    @Override
    public Uni<HealthView> view(Collection<Target> targets) {
        return Uni.createFrom().deferred(() -> {
            var circuits = new RedisCircuits(keys, targets.stream());
            return view.run(withDisabled(circuits), List.of()).map(reply -> new RedisHealthReply(reply).view(circuits));
        });
    }

    @Override
    public Uni<HealthView> control(Control wanted) {
        return Uni.createFrom().deferred(() -> {
            var circuits = new RedisCircuits(keys, wanted.targets().stream());
            var arguments = List.of(retention, wanted.action().wireName(), wanted.provider());
            return control.run(withDisabled(circuits), arguments)
                    .map(reply -> new RedisHealthReply(reply).view(circuits));
        });
    }

    @Override
    public String type() {
        return "redis";
    }

    private static String json(Ranking ranking, RedisCircuits circuits) {
        var tiers = ranking.tiers().stream()
                .map(tier -> new JsonObject()
                        .put("choice", CHOICES.get(tier.choice()))
                        .put("targets", each(tier.seats(), seat -> circuits.number(seat.target())))
                        .put("weights", each(tier.seats(), Seat::weight))
                        .put("limits", each(tier.seats(), Seat::maxInFlight)))
                .toList();
        return new JsonObject()
                .put("providers", each(circuits.targets(), circuits::providerNumber))
                .put("tiers", tiers)
                .encode();
    }

    private static <T> List<Integer> each(List<T> all, Function<T, Integer> number) {
        return all.stream().map(number).toList();
    }

    /** Returns the key of the disabled providers, then those of the circuits. */
    private List<String> withDisabled(RedisCircuits circuits) {
        var all = new ArrayList<>(List.of(keys.disabled()));
        all.addAll(circuits.keys());
        return all;
    }

    /**
     * Returns how long an unused key is kept: longer than any cooldown, so that no cooldown and no doubling is lost.
     */
    private static Duration retention(HealthPolicy policy) {
        return Stream.of(policy.maxCooldown(), policy.maxLongCooldown(), policy.maxRetryAfter(), policy.leaseTtl())
                .map(longest -> longest.multipliedBy(2))
                .reduce(LEAST_RETENTION, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    private static String millis(Duration duration) {
        return String.valueOf(RedisOutcome.millis(duration));
    }
}

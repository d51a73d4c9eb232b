package dev.caramba.health;

import dev.caramba.generation.FailureKind;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.prompt.Target;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A store in the memory of one instance. It is the embedded default, and the reference implementation that tests
 * compare other stores with. Every verb is one short critical section.
 */
public final class MemoryHealthStore implements HealthStore {

    private final HealthPolicy policy;
    private final InstantSource clock;
    private final DoubleSupplier random;
    private final Map<Target, Circuit> targets = new LruMap<>();
    private final Map<String, Circuit> providers = new LruMap<>();
    private final Map<String, RoundRobin> turns = new LruMap<>();
    private final Set<String> disabled = new HashSet<>();

    /** @param random supplies numbers from 0 to 1, for the jitter of cooldowns */
    public MemoryHealthStore(HealthPolicy policy, InstantSource clock, DoubleSupplier random) {
        this.policy = policy;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Uni<Acquisition> acquire(Ranking ranking, String leaseId) {
        return Uni.createFrom().item(() -> acquireNow(ranking, leaseId));
    }

    @Override
    public Uni<HealthView> report(Lease lease, AttemptOutcome outcome) {
        return Uni.createFrom().item(() -> reportNow(lease, outcome));
    }

    @Override
    public Uni<Boolean> renew(Lease lease) {
        return Uni.createFrom().item(() -> renewNow(lease));
    }

    @Override
    public Uni<HealthView> view(Collection<Target> wanted) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                return viewOf(wanted.stream(), clock.instant());
            }
        });
    }

    @Override
    public Uni<HealthView> control(Control control) {
        return Uni.createFrom().item(() -> controlNow(control));
    }

    @Override
    public String type() {
        return "memory";
    }

    /** Replaces the state of these targets by what another store knew; instants are of this store's clock. */
    synchronized void seed(Collection<ProviderStatus> known) {
        for (var status : known) {
            provider(status.target()).seed(ProviderStatus.unknown(status.target()));
            target(status.target()).seed(status);
            disable(status.target().provider(), status.state() == ProviderStatus.State.DISABLED);
        }
    }

    private synchronized Acquisition acquireNow(Ranking ranking, String leaseId) {
        var now = clock.instant();
        for (var tier : ranking.tiers()) {
            var admissible = tier.seats().stream()
                    .filter(this::isEnabled)
                    .filter(seat -> refusal(seat, now).isEmpty())
                    .toList();
            if (!admissible.isEmpty()) {
                var seat = turns.computeIfAbsent(ranking.pool(), key -> new RoundRobin())
                        .choose(
                                tier.choice(),
                                admissible,
                                target -> target(target).inFlight(now));
                var lease = lease(seat.target(), leaseId, now);
                return new Acquisition.Granted(lease, viewOf(ranking.targets(), now));
            }
        }
        return new Acquisition.Refused(soonest(ranking, now), viewOf(ranking.targets(), now));
    }

    private Lease lease(Target target, String id, Instant now) {
        var ofTarget = target(target);
        var ofProvider = provider(target);
        boolean probesTarget = ofTarget.lease(id, now, policy.leaseTtl());
        boolean probesProvider = ofProvider.lease(id, now, policy.leaseTtl());
        return new Lease(id, target, probesTarget || probesProvider, ofTarget.epoch(), ofProvider.epoch());
    }

    private Optional<Duration> soonest(Ranking ranking, Instant now) {
        return ranking.tiers().stream()
                .flatMap(tier -> tier.seats().stream())
                .filter(this::isEnabled)
                .map(seat -> refusal(seat, now).orElse(Duration.ZERO))
                .min(Comparator.naturalOrder());
    }

    private boolean isEnabled(Seat seat) {
        return !disabled.contains(seat.target().provider());
    }

    /** Returns the longer of the target's and its provider's refusal. */
    private Optional<Duration> refusal(Seat seat, Instant now) {
        return Stream.of(
                        target(seat.target()).refusal(now, Integer.MAX_VALUE),
                        provider(seat.target()).refusal(now, seat.maxInFlight()))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    private synchronized HealthView reportNow(Lease lease, AttemptOutcome outcome) {
        var now = clock.instant();
        var target = target(lease.target());
        var provider = provider(lease.target());
        target.release(lease.id());
        provider.release(lease.id());
        if (outcome instanceof AttemptOutcome.Success success) {
            target.succeeded(lease.targetEpoch());
            provider.succeeded(lease.providerEpoch());
            success.timeToFirstToken().ifPresent(target::answeredWithin);
            if (!success.exhaustedFor().isZero()) {
                target.exhausted(now.plus(bounded(success.exhaustedFor())));
            }
        } else if (outcome instanceof AttemptOutcome.Failed failed) {
            var failure = failed.failure();
            if (failure.kind().scope() == FailureKind.Scope.PROVIDER) {
                provider.failed(lease.providerEpoch(), failure, now, policy, random);
            } else {
                target.failed(lease.targetEpoch(), failure, now, policy, random);
            }
        }
        return viewOf(Stream.of(lease.target()), now);
    }

    private Duration bounded(Duration asked) {
        return asked.compareTo(policy.maxRetryAfter()) <= 0 ? asked : policy.maxRetryAfter();
    }

    private synchronized boolean renewNow(Lease lease) {
        var now = clock.instant();
        var held = target(lease.target()).renew(lease.id(), now, policy.leaseTtl());
        return provider(lease.target()).renew(lease.id(), now, policy.leaseTtl()) && held;
    }

    private synchronized HealthView controlNow(Control control) {
        switch (control.action()) {
            case DISABLE, ENABLE -> disable(control.provider(), control.action() == Control.Action.DISABLE);
            case RESET -> {
                providers
                        .computeIfAbsent(control.provider(), key -> new Circuit())
                        .reset();
                control.targets().stream()
                        .distinct()
                        .forEach(target -> target(target).reset());
            }
        }
        return viewOf(control.targets().stream(), clock.instant());
    }

    private void disable(String provider, boolean isDisabled) {
        if (isDisabled) {
            disabled.add(provider);
        } else {
            disabled.remove(provider);
        }
    }

    private HealthView viewOf(Stream<Target> wanted, Instant now) {
        return new HealthView(
                now, wanted.distinct().collect(Collectors.toMap(target -> target, target -> status(target, now))));
    }

    private ProviderStatus status(Target name, Instant now) {
        var target = target(name);
        var provider = provider(name);
        return new ProviderStatus(
                name,
                disabled.contains(name.provider())
                        ? ProviderStatus.State.DISABLED
                        : worse(target.state(now), provider.state(now)),
                target.inFlight(now),
                target.lastUsed(),
                Math.max(target.failures(), provider.failures()),
                Stream.of(target, provider)
                        .flatMap(circuit -> circuit.cooldownEnd(now).stream())
                        .max(Comparator.naturalOrder()),
                provider.failures() > 0
                        ? provider.lastError()
                        : target.lastError().or(provider::lastError),
                target.latency());
    }

    private static ProviderStatus.State worse(ProviderStatus.State a, ProviderStatus.State b) {
        var worst = List.of(ProviderStatus.State.COOLDOWN, ProviderStatus.State.PROBING, ProviderStatus.State.HEALTHY);
        return worst.indexOf(a) < worst.indexOf(b) ? a : b;
    }

    private Circuit target(Target target) {
        return targets.computeIfAbsent(target, key -> new Circuit());
    }

    private Circuit provider(Target target) {
        return providers.computeIfAbsent(target.provider(), key -> new Circuit());
    }
}

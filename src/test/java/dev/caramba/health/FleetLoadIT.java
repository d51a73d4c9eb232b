package dev.caramba.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.ProviderStatus.State;
import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.health.Ranking.Tier;
import dev.caramba.prompt.Target;
import dev.caramba.redis.RedisServerExtension;
import dev.caramba.testing.RunsAlone;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Eight instances at once over one Redis, on its own clock. */
@RunsAlone
class FleetLoadIT {

    @RegisterExtension
    static final RedisServerExtension REDIS = new RedisServerExtension();

    private static final int INSTANCES = 8;
    private static final int OPERATIONS = 100_000;
    private static final int LIMIT = 5;
    private static final Duration TTL = Duration.ofSeconds(5);
    private static final HealthPolicy QUICK = new HealthPolicy(
            3,
            Duration.ofMillis(20),
            Duration.ofMillis(60),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            TTL);

    private final Map<Object, AtomicInteger> counters = new ConcurrentHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    /** Mutiny looks for context propagation with its first stream, and not on several threads at once. */
    @BeforeAll
    static void firstStream() {
        Uni.createFrom().deferred(() -> Uni.createFrom().voidItem()).await().indefinitely();
    }

    @Test
    void turns_are_fair_over_all_instances() throws Exception {
        // Given
        var ranking = ranking(4, 100_000);

        // When
        int times = OPERATIONS / INSTANCES / 2;
        inParallel("fair", i -> i < times, (store, random, i) -> {
            var granted = (Acquisition.Granted) await(store.acquire(ranking, i));
            counter(granted.lease().target()).incrementAndGet();
            await(store.report(granted.lease(), new AttemptOutcome.Success(Optional.empty(), Duration.ZERO)));
        });

        // Then
        int share = INSTANCES * times / 4;
        ranking.targets().forEach(target -> assertEquals(share, counter(target).get(), share * 0.05, target::toString));
    }

    @Test
    void no_limit_probe_or_cooldown_is_ever_passed_and_every_lease_ends() throws Exception {
        // Given
        var ranking = ranking(4, LIMIT);

        // When
        inParallel(
                "unruly",
                i -> counter("operations").get() < OPERATIONS,
                (store, random, i) -> unruly(store, random, ranking, i));

        // Then
        assertEquals(List.of(), violations.stream().limit(10).toList());
        assertTrue(counter("probes").get() > 100, () -> "probes: " + counters);
        assertTrue(counter("abandoned").get() > 0, () -> "abandoned: " + counters);
        var targets = ranking.targets().toList();
        var view = await(store("unruly").view(targets));
        assertTrue(inFlight(view) <= counter("abandoned").get(), () -> view + ", " + counters);
        var later = view.now().plus(TTL);
        assertEquals(0, inFlight(await(store("unruly", () -> Optional.of(later)).view(targets))));
    }

    private void unruly(HealthStore store, Random random, Ranking ranking, String id) {
        counter("operations").incrementAndGet();
        if (!(await(store.acquire(ranking, id)) instanceof Acquisition.Granted granted)) {
            return;
        }
        var lease = granted.lease();
        var target = lease.target();
        check(granted.view().of(target), lease);
        check(counter(target.provider()).incrementAndGet() <= LIMIT, "limit of " + target);
        if (lease.probe()) {
            counter("probes").incrementAndGet();
            check(counter("probe of " + target).incrementAndGet() == 1, "two probes of " + target);
        }
        if (random.nextInt(10) == 0) {
            check(await(store.renew(lease)), "renewal of " + lease);
            counter("operations").incrementAndGet();
        }
        counter(target.provider()).decrementAndGet();
        if (lease.probe()) {
            counter("probe of " + target).decrementAndGet();
        }
        if (random.nextInt(4_000) > 0) {
            await(store.report(lease, outcome(random)));
            counter("operations").incrementAndGet();
        } else {
            counter("abandoned").incrementAndGet();
        }
    }

    private static int inFlight(HealthView view) {
        return view.statuses().values().stream()
                .mapToInt(ProviderStatus::inFlight)
                .sum();
    }

    private void check(ProviderStatus status, Lease lease) {
        check(status.state() == (lease.probe() ? State.PROBING : State.HEALTHY), lease + " was granted at " + status);
        check(status.inFlight() <= LIMIT, "in flight: " + status);
    }

    private void check(boolean holds, String what) {
        if (!holds) {
            violations.add(what);
        }
    }

    private static AttemptOutcome outcome(Random random) {
        int dice = random.nextInt(100);
        if (dice < 80) {
            return new AttemptOutcome.Success(Optional.of(Duration.ofMillis(dice)), Duration.ZERO);
        }
        if (dice < 85) {
            return new AttemptOutcome.Ignored();
        }
        var kinds = List.of(FailureKind.NETWORK, FailureKind.RATE_LIMITED, FailureKind.NOT_FOUND);
        return new AttemptOutcome.Failed(Failure.of(dice < 97 ? kinds.get(0) : kinds.get(dice % 2 + 1), "it failed"));
    }

    private static Ranking ranking(int targets, int limit) {
        var seats = IntStream.range(0, targets)
                .mapToObj(i -> new Seat(new Target("p" + i, "m"), 1, limit))
                .toList();
        return new Ranking("pool", List.of(new Tier(Choice.IN_TURN, seats)));
    }

    private void inParallel(String prefix, IntPredicate goesOn, Step step) throws Exception {
        var pool = Executors.newFixedThreadPool(INSTANCES);
        var ends = new ArrayList<Future<?>>();
        for (int instance = 0; instance < INSTANCES; instance++) {
            int seed = instance;
            var store = store(prefix);
            ends.add(pool.submit(() -> {
                var random = new Random(seed);
                for (int i = 0; goesOn.test(i); i++) {
                    step.take(store, random, seed + "-" + i);
                }
            }));
        }
        pool.shutdown();
        for (var end : ends) {
            end.get(5, TimeUnit.MINUTES);
        }
    }

    private static HealthStore store(String prefix) {
        return store(prefix, Optional::empty);
    }

    /** @param clock that of the server where it is empty */
    private static HealthStore store(String prefix, Supplier<Optional<Instant>> clock) {
        return new RedisHealthStore(REDIS.client(), prefix, QUICK, () -> 0.5, clock);
    }

    private AtomicInteger counter(Object name) {
        return counters.computeIfAbsent(name, key -> new AtomicInteger());
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }

    private interface Step {
        void take(HealthStore store, Random random, String id);
    }
}

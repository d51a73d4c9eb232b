package dev.caramba.health;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.health.Ranking.Tier;
import dev.caramba.prompt.Target;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A random history of a fleet, the same for the same seed, played to two stores at once: every reply must be equal.
 * Instances are seats that remember which leases they hold, and some of them never report.
 */
final class HealthHistory {

    private static final int[] WAITS = {0, 1, 10, 999, 1000, 4500, 5000, 10_000, 29_999, 30_000, 300_000, 3_600_000};
    private static final List<Target> TARGETS = IntStream.range(0, 6)
            .mapToObj(i -> new Target("p" + i / 2, "m" + i))
            .toList();

    private final Random random;
    private final VirtualTime time;
    private final HealthStore oracle;
    private final HealthStore other;
    private final List<Lease> held = new ArrayList<>();
    private final StringBuilder step = new StringBuilder();
    private int done;
    private int leases;

    HealthHistory(long seed, VirtualTime time, HealthStore oracle, HealthStore other) {
        this.random = new Random(seed);
        this.time = time;
        this.oracle = oracle;
        this.other = other;
    }

    /** Plays some steps, up to the first after which the stores differ; which one that is, if they do. */
    Optional<String> play(int count) {
        for (int i = 0; i < count; i++) {
            done++;
            step.setLength(0);
            var difference = step();
            if (difference.isPresent()) {
                return Optional.of("step " + done + ", " + step + ": " + difference.get());
            }
        }
        return Optional.empty();
    }

    private Optional<String> step() {
        int dice = random.nextInt(100);
        if (dice < 45) {
            return acquire();
        }
        if (dice < 80 && !held.isEmpty()) {
            return report();
        }
        if (dice < 85 && !held.isEmpty()) {
            var lease = held.get(random.nextInt(held.size()));
            step.append("renew ").append(lease);
            return differ(oracle.renew(lease), other.renew(lease));
        }
        if (dice < 90) {
            return control();
        }
        if (dice < 97) {
            var wait = Duration.ofMillis(random.nextInt(4) > 0 ? random.nextInt(3000) : pick(WAITS));
            step.append("wait ").append(wait);
            time.advance(wait);
        }
        return differ(oracle.view(TARGETS), other.view(TARGETS));
    }

    private Optional<String> acquire() {
        var ranking = ranking();
        var id = "lease-" + leases++;
        step.append("acquire ").append(ranking);
        var expected = await(oracle.acquire(ranking, id));
        if (expected instanceof Acquisition.Granted granted) {
            held.add(granted.lease());
        }
        return differ(expected, await(other.acquire(ranking, id)));
    }

    private Optional<String> report() {
        var lease = held.get(random.nextInt(held.size()));
        if (random.nextInt(20) > 0) {
            held.remove(lease);
        }
        var reported = random.nextInt(20) > 0 ? lease : lease.ofAnotherStore();
        var outcome = outcome();
        step.append("report ").append(reported).append(' ').append(outcome);
        return differ(oracle.report(reported, outcome), other.report(reported, outcome));
    }

    private Optional<String> control() {
        var provider = TARGETS.get(random.nextInt(TARGETS.size())).provider();
        var targets = TARGETS.stream()
                .filter(target -> target.provider().equals(provider))
                .limit(1 + random.nextInt(2))
                .toList();
        var control = new Control(pick(), provider, targets);
        step.append(control);
        return differ(oracle.control(control), other.control(control));
    }

    /** Enables more often than not, so that somebody is left to be asked. */
    private Control.Action pick() {
        return random.nextInt(3) == 0
                ? Control.Action.ENABLE
                : Control.Action.values()[random.nextInt(Control.Action.values().length)];
    }

    private Ranking ranking() {
        var left = new ArrayList<>(TARGETS.subList(0, 1 + random.nextInt(TARGETS.size())));
        var tiers = new ArrayList<Tier>();
        while (!left.isEmpty()) {
            var size = 1 + random.nextInt(left.size());
            var seats = left.subList(0, size).stream()
                    .map(target -> new Seat(target, 1 + random.nextInt(5), 1 + random.nextInt(6)))
                    .toList();
            tiers.add(new Tier(Choice.values()[random.nextInt(Choice.values().length)], seats));
            left.subList(0, size).clear();
        }
        var watched = TARGETS.stream().filter(target -> random.nextInt(4) == 0).toList();
        return new Ranking("pool" + random.nextInt(3), tiers, watched);
    }

    private AttemptOutcome outcome() {
        int dice = random.nextInt(10);
        if (dice < 3) {
            var latency = Optional.of(Duration.ofNanos(random.nextInt(2_000_000_000)));
            return new AttemptOutcome.Success(
                    latency.filter(ignored -> random.nextBoolean()),
                    random.nextInt(4) > 0 ? Duration.ZERO : Duration.ofMillis(random.nextInt(400_000)));
        }
        if (dice == 3) {
            return new AttemptOutcome.Ignored();
        }
        var kind = FailureKind.values()[random.nextInt(FailureKind.values().length)];
        var asked = Optional.of(Duration.ofMillis(random.nextInt(400_000)));
        return new AttemptOutcome.Failed(Failure.of(kind, "failure " + random.nextInt(100))
                .withRetryAfter(asked.filter(ignored -> random.nextInt(5) == 0)));
    }

    private int pick(int[] values) {
        return values[random.nextInt(values.length)];
    }

    private static Optional<String> differ(Uni<?> expected, Uni<?> actual) {
        return differ(await(expected), await(actual));
    }

    private static Optional<String> differ(Object expected, Object actual) {
        return expected.equals(actual)
                ? Optional.empty()
                : Optional.of("\nexpected " + expected + "\nbut was  " + actual);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}

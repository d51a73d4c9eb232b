package dev.caramba.health;

import dev.caramba.health.Ranking.Choice;
import dev.caramba.health.Ranking.Seat;
import dev.caramba.health.Ranking.Tier;
import dev.caramba.prompt.Target;
import dev.caramba.redis.RedisServerExtension;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one call costs that asks the shared health: an acquisition and its report, one after the other, over loopback to
 * a real server. Every target has a provider of its own, which is the costliest case. After each run it prints what
 * Redis itself spent.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RedisHealthStoreBenchmark {

    private static final Pattern EVALSHA_MICROS = Pattern.compile("cmdstat_evalsha:calls=\\d+,usec=(\\d+)");
    private static final Pattern EVAL_MICROS = Pattern.compile("cmdstat_eval:calls=\\d+,usec=(\\d+)");
    private static final int ROUNDS = 300;

    /** Long enough that what is in flight stays so. */
    private static final HealthPolicy POLICY = new HealthPolicy(
            3,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            Duration.ofHours(1));

    private static final AttemptOutcome SUCCESS =
            new AttemptOutcome.Success(Optional.of(Duration.ofMillis(300)), Duration.ZERO);

    @Param({"8", "64", "512"})
    public int targets;

    /** Leases that others hold on every target meanwhile. */
    @Param({"0", "1"})
    public int inFlight;

    private final RedisServerExtension redis = new RedisServerExtension();
    private RedisHealthStore store;
    private Ranking ranking;
    private long leases;

    @Setup(Level.Trial)
    public void start() {
        redis.beforeAll(null);
        store = new RedisHealthStore(redis.client(), "caramba", POLICY, () -> 0.5);
        var seats = IntStream.range(0, targets)
                .mapToObj(i -> new Seat(new Target("provider-" + i, "some-model"), 1, 1000))
                .toList();
        ranking = new Ranking("pool", List.of(new Tier(Choice.IN_TURN, seats)));
        for (int i = 0; i < targets; i++) {
            await(store.report(lease(), SUCCESS));
        }
        for (int i = 0; i < targets * inFlight; i++) {
            lease();
        }
    }

    @Benchmark
    public HealthView acquireAndReport() {
        return await(store.report(lease(), SUCCESS));
    }

    @TearDown(Level.Trial)
    public void stop() {
        var acquiring = new long[ROUNDS];
        var reporting = new long[ROUNDS];
        var viewing = new long[ROUNDS];
        var all = ranking.targets().toList();
        for (int i = 0; i < ROUNDS; i++) {
            var start = scriptMicros();
            var lease = lease();
            var acquired = scriptMicros();
            await(store.report(lease, SUCCESS));
            var reported = scriptMicros();
            await(store.view(all));
            acquiring[i] = acquired - start;
            reporting[i] = reported - acquired;
            viewing[i] = scriptMicros() - reported;
        }
        System.out.printf(
                "%nRedis' own time, median, %d targets, %d in flight on each: acquire %d us, report %d us, view %d us%n",
                targets, inFlight, median(acquiring), median(reporting), median(viewing));
        redis.afterAll(null);
    }

    private Lease lease() {
        var acquisition = await(store.acquire(ranking, "00000000-0000-0000-0000-" + leases++));
        return ((Acquisition.Granted) acquisition).lease();
    }

    private long scriptMicros() {
        var stats = redis.ask(Command.INFO, "commandstats");
        return micros(EVALSHA_MICROS, stats) + micros(EVAL_MICROS, stats);
    }

    private static long micros(Pattern pattern, String stats) {
        var matcher = pattern.matcher(stats);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}

package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.format.Json;
import dev.caramba.redis.RedisProcess;
import dev.caramba.upstream.Received;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Two instances on one Redis, all providers failing at random in every way and closing connections as real servers do,
 * Redis freezing now and then: every answer is checked word for word. Takes two minutes, or as long as {@code -Dsoak=PT20M} says.
 */
@JvmOnly
class SoakIT {

    private static final Duration LENGTH = Duration.parse(System.getProperty("soak", "PT2M"));
    private static final long SEED = Long.getLong("soak.seed", 20_261_122);
    private static final int PROVIDERS = 6;

    /** Between two requests that go wrong, at most. */
    private static final Duration WELL = Duration.ofMillis(500);

    private static final int WORKERS = 24;
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final List<String> NOT_ROUTED_AROUND = List.of("content filter", "bad request", "context too long");

    private final Random moods = new Random(SEED);
    private long nextFault = System.nanoTime();

    @Test
    void every_answer_is_right_and_nothing_is_left_behind() throws Exception {
        var workers = Executors.newFixedThreadPool(2 * WORKERS);
        var clock = Executors.newSingleThreadScheduledExecutor();
        try (var redis = new RedisProcess();
                var upstream = Upstream.start().always(this::script).closeAtRandom(SEED);
                var one = CarambaProcess.start(environment(upstream, redis), "-Xmx128m");
                var two = CarambaProcess.start(environment(upstream, redis), "-Xmx128m")) {
            System.out.println("soak: " + LENGTH + ", seed " + SEED);
            var tally = new SoakTally();
            var ends = System.nanoTime() + LENGTH.toNanos();
            var instances = List.of(one, two);
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < 2 * WORKERS; i++) {
                var caller = new SoakCaller(instances.get(i % 2).url(), SEED + i, tally);
                running.add(workers.submit(() -> caller.callUntil(ends)));
            }
            clock.scheduleAtFixedRate(() -> signal(redis, true), 20, 30, TimeUnit.SECONDS);
            clock.scheduleAtFixedRate(() -> signal(redis, false), 22, 30, TimeUnit.SECONDS);
            var early = clock.schedule(
                    () -> instances.stream().map(SoakIT::heap).toList(), LENGTH.toMillis() / 3, TimeUnit.MILLISECONDS);
            for (var caller : running) {
                caller.get(LENGTH.toMinutes() + 2, TimeUnit.MINUTES);
            }
            clock.shutdownNow();
            redis.thaw();

            System.out.println("soak: " + tally);
            System.out.println("soak: connections closed between two answers: " + upstream.closed());
            assertEquals(List.of(), tally.wrong());
            assertTrue(tally.answered() > 0.95 * tally.stayed(), tally::toString);
            for (int i = 0; i < 2; i++) {
                assertNothingInFlight(instances.get(i));
                var heap = heap(instances.get(i));
                System.out.println("soak: heap " + early.get().get(i) + "K, in the end " + heap + "K");
                assertTrue(heap < early.get().get(i) * 3 / 2, "heap grew");
                assertTrue(
                        instances.get(i).output().stream().noneMatch(SoakIT::isError),
                        instances.get(i).output()::toString);
            }
        } finally {
            workers.shutdownNow();
            clock.shutdownNow();
        }
    }

    private Script script(Received request) {
        var text = SoakCaller.text(request.text());
        boolean stream = request.json().path("stream").asBoolean();
        var faults = new Faults(text);
        synchronized (moods) {
            if (System.nanoTime() - nextFault < 0) {
                return faults.answer(stream);
            }
            nextFault = System.nanoTime() + (long) (moods.nextDouble() * WELL.toNanos());
            var possible = faults.all().stream()
                    .filter(fault -> fault.address().equals("%s") && !NOT_ROUTED_AROUND.contains(fault.name()))
                    .toList();
            return possible.get(moods.nextInt(possible.size())).script(stream, 0);
        }
    }

    private static Map<String, String> environment(Upstream upstream, RedisProcess redis) {
        var environment = new HashMap<>(Map.of(
                "REDIS_URL", redis.url(),
                "CARAMBA_ACCESS_OPEN", "true",
                "CARAMBA_LOG_REQUESTS", "off",
                "CARAMBA_BALANCER_COOLDOWN", "500ms",
                "CARAMBA_BALANCER_MAX_COOLDOWN", "2s",
                "CARAMBA_BALANCER_LONG_COOLDOWN", "2s",
                "CARAMBA_BALANCER_MAX_LONG_COOLDOWN", "4s",
                "CARAMBA_BALANCER_MAX_RETRY_AFTER", "2s",
                "CARAMBA_BALANCER_LEASE_TTL", "5s"));
        IntStream.range(0, PROVIDERS).forEach(i -> {
            var key = "CARAMBA_PROVIDERS_P" + i + "_";
            environment.put(key + "BASE_URL", upstream.baseUrl() + "/p" + i + "/v1");
            environment.put(key + "MODEL", "m");
            environment.put(key + "FIRST_TOKEN_TIMEOUT", "1s");
            environment.put(key + "IDLE_TIMEOUT", "1s");
            environment.put(key + "LONE_IDLE_TIMEOUT", "1s");
            environment.put(key + "ANSWER_TIMEOUT", "3s");
        });
        environment.put("CARAMBA_ROUTES_SOAK_TARGETS", "p0,p1,p2,p3,p4");
        environment.put("CARAMBA_ROUTES_SOAK_FALLBACKS", "p5");
        return environment;
    }

    /** Vert.x completes the head of a response twice when it crosses its cancellation, once in a million calls or so. */
    private static boolean isError(String line) {
        return line.contains(" ERROR ") && !line.contains("Result is already complete");
    }

    private static void signal(RedisProcess redis, boolean freeze) {
        try {
            if (freeze) {
                redis.freeze();
            } else {
                redis.thaw();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asks as fast as it is answered: what was lost with a frozen Redis ends by itself within a lease's life. */
    private static void assertNothingInFlight(CarambaProcess caramba) throws Exception {
        var ends = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        var inFlight = -1;
        while (inFlight != 0 && System.nanoTime() < ends) {
            inFlight =
                    Json.object(caramba.get("/providers").body())
                            .orElseThrow()
                            .path("providers")
                            .findValues("inFlight")
                            .stream()
                            .mapToInt(value -> value.asInt())
                            .sum();
        }
        assertEquals(0, inFlight);
    }

    /** Kilobytes in use after a collection. */
    private static long heap(CarambaProcess caramba) {
        try {
            jcmd(caramba.pid(), "GC.run");
            var used = USED.matcher(jcmd(caramba.pid(), "GC.heap_info"));
            assertTrue(used.find());
            return Long.parseLong(used.group(1));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String jcmd(long pid, String command) throws Exception {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(pid), command).start();
        return new String(process.getInputStream().readAllBytes());
    }
}

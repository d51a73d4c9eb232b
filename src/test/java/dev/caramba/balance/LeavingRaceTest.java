package dev.caramba.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.health.HealthPolicy;
import dev.caramba.health.MemoryHealthStore;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import dev.caramba.stream.EventStream;
import dev.caramba.testing.LeavingCallers;
import dev.caramba.testing.Slow;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Callers that leave in the first moments of a call, on real threads: no request runs on, and no lease is left. */
@Slow
class LeavingRaceTest {

    private static final int CALLS = 10_000;

    /** Without cooldowns, which would leave nobody to ask. */
    private static final HealthPolicy FORGIVING = new HealthPolicy(
            Integer.MAX_VALUE,
            Duration.ofNanos(1),
            Duration.ofNanos(1),
            Duration.ofNanos(1),
            Duration.ofNanos(1),
            Duration.ofNanos(1),
            Duration.ofMinutes(5));

    private Optional<Duration> hedgeAfter = Optional.empty();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(2);
    private final AtomicInteger underWay = new AtomicInteger();
    private final Queue<CallTrail> trails = new ConcurrentLinkedQueue<>();
    private final ProbeWatch store =
            new ProbeWatch(new MemoryHealthStore(FORGIVING, InstantSource.system(), () -> 0.5));
    private final BalancedProvider balancer = new BalancedProvider(
            "balanced",
            (params, grant) -> new Candidates(
                    "pool",
                    new Strategies(List.of()).named("round-robin").orElseThrow(),
                    Stream.of(
                                    new Scripted("breaks", Scripts.breaksAfter("Hel", FailureKind.NETWORK)),
                                    new Scripted("fails", Scripts.fails(FailureKind.NETWORK)),
                                    new Scripted("stalls", Scripts.isSilent()))
                            .map(LeavingRaceTest::candidate)
                            .toList(),
                    List.of(),
                    hedgeAfter),
            store,
            new BalancerSettings(
                    5,
                    Duration.ofMillis(30),
                    Duration.ofMillis(20),
                    Duration.ofNanos(1),
                    Duration.ofNanos(2),
                    Duration.ofMinutes(5),
                    1,
                    true,
                    false),
            InstantSource.system(),
            timer,
            () -> 0.5);

    LeavingRaceTest() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Mutiny looks for context propagation with its first stream, and not on several threads at once. */
    @BeforeAll
    static void firstStream() {
        Uni.createFrom().deferred(() -> Uni.createFrom().voidItem()).await().indefinitely();
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void nothing_is_left_behind() throws Exception {
        try (var callers = new LeavingCallers()) {
            callers.call(CALLS, i -> call());
        }

        LeavingCallers.awaitEquals(
                Map.of("requests", 0, "leases", 0, "tasks", 0),
                () -> Map.of(
                        "requests", underWay.get(),
                        "leases", store.granted() - store.reported(),
                        "tasks", timer.getQueue().size()));
        assertEquals(List.of(), List.copyOf(store.violations()));
        trails.forEach(
                trail -> assertEquals(trail.begun(), trail.attempts().size(), () -> "attempts " + trail.attempts()));
    }

    @Test
    void nor_where_attempts_are_hedged() throws Exception {
        hedgeAfter = Optional.of(Duration.ofNanos(1));

        nothing_is_left_behind();
    }

    private Multi<Event> call() {
        var trail = new CallTrail();
        trails.add(trail);
        var context = new CallContext("r", "me", new Deadline(Instant.now().plusSeconds(300), false), trail);
        return balancer.generate(context, GenerationParams.of(List.of()).withStream(true));
    }

    private static Candidate candidate(Provider provider) {
        return new Candidate(
                new Target(provider.name(), "m"), provider, 1, 0, 1000, OptionalLong.empty(), Duration.ofMinutes(5));
    }

    /** Plays its script at once or on another thread, in turn. */
    private final class Scripted implements Provider {

        private final String name;
        private final Multi<Event> script;

        Scripted(String name, Multi<Event> script) {
            this.name = name;
            this.script = script;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Multi<Event> generate(CallContext context, GenerationParams params) {
            return Multi.createFrom().deferred(() -> {
                boolean elsewhere = underWay.incrementAndGet() % 2 == 0;
                return EventStream.onEnd(
                        EventStream.of(elsewhere ? script.runSubscriptionOn(timer) : script),
                        underWay::decrementAndGet);
            });
        }
    }
}

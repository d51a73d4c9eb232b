package dev.caramba.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.EventStream;
import dev.caramba.testing.Slow;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads that want a few answers, leave when they like, and meet failures. */
@Slow
class CrowdTest {

    private static final int THREADS = 8;
    private static final int ROUNDS = 400;
    private static final int QUESTIONS = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final MemoryCacheStore store =
            new MemoryCacheStore(1 << 20, Duration.ofMinutes(10), InstantSource.system());
    private final Moody moody = new Moody();
    private final List<CachedProvider> instances = List.of(instance(), instance());

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void everybody_who_stays_gets_an_end_and_nobody_is_left_under_way() throws Exception {
        call(0, 0); // Mutiny begins on one thread
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            var all = IntStream.range(0, THREADS)
                    .mapToObj(thread -> threads.submit(() -> {
                        var random = new Random(thread);
                        for (int i = 0; i < ROUNDS; i++) {
                            var call = call(random.nextInt(2), random.nextInt(QUESTIONS));
                            if (random.nextInt(3) == 0) {
                                call.cancel();
                            } else {
                                call.awaitCompletion(LIMIT);
                                assertTrue(call.getLastItem().terminal());
                            }
                        }
                        return thread;
                    }))
                    .toList();
            for (Future<Integer> one : all) {
                one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        // leases last for minutes here: one that was not given back would be found
        for (int question = 0; question < QUESTIONS; question++) {
            var last = call(0, question).awaitCompletion(LIMIT);
            assertInstanceOf(Event.class, last.getLastItem());
        }
        assertTrue(instances.stream().allMatch(CachedProvider::idle));
        assertEquals(0, moody.underWay.get());
        assertTrue(moody.asked.get() > 0);
    }

    private AssertSubscriber<Event> call(int instance, int question) {
        var context = new CallContext(
                "r",
                Caller.named("me"),
                new Deadline(Instant.now().plusSeconds(120), false),
                new CallTrail(),
                1,
                CacheFixture.KEPT);
        return instances
                .get(instance)
                .generate(context, CacheFixture.request().withModel("question" + question))
                .subscribe()
                .withSubscriber(AssertSubscriber.<Event>create(Long.MAX_VALUE));
    }

    private CachedProvider instance() {
        // a life of a millisecond: nearly every call has to ask
        var settings = new CacheSettings(
                Duration.ofMillis(1), 10_000, Duration.ofMinutes(5), Duration.ofMinutes(10), false, Map.of());
        return new CachedProvider(
                moody, store, settings, (params, grant) -> List.of(CacheFixture.TARGET), InstantSource.system(), timer);
    }

    /** Answers a moment later on another thread, and fails now and then. */
    private final class Moody implements Provider {

        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger underWay = new AtomicInteger();

        @Override
        public String name() {
            return "moody";
        }

        @Override
        public Multi<Event> generate(CallContext context, GenerationParams params) {
            return Multi.createFrom().deferred(() -> {
                int number = asked.getAndIncrement();
                underWay.incrementAndGet();
                context.trail().answering(CacheFixture.TARGET, List.of());
                var end = number % 4 == 0
                        ? new Event.Error(Failure.of(FailureKind.UNAVAILABLE, "down"), Optional.empty())
                        : CacheFixture.DONE;
                var events = Multi.createFrom()
                        .<Event>items(new Event.Chunk("Hello"), end)
                        .onItem()
                        .call(event -> Uni.createFrom()
                                .item(event)
                                .onItem()
                                .delayIt()
                                .onExecutor(timer)
                                .by(Duration.ofMillis(1)));
                return EventStream.onEnd(EventStream.of(events), underWay::decrementAndGet);
            });
        }
    }
}

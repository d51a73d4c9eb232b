package dev.caramba.cache;

import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Caller;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Provider;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Target;
import dev.caramba.stream.EventStream;
import dev.caramba.time.VirtualTime;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Instances that share a store, and what they ask, in virtual time. For one thread. */
final class CacheFixture {

    static final Target TARGET = new Target("openai", "gpt-4o-mini");
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration LEASE = Duration.ofSeconds(5);
    static final Duration TTL = Duration.ofMinutes(5);
    static final Duration MAX_TTL = Duration.ofHours(1);
    static final int MAX_ENTRY_SIZE = 10_000;
    static final Event.Done DONE = new Event.Done(FinishReason.STOP, Optional.of(Usage.of(9, 3)));
    static final Caching KEPT = new Caching(Optional.of(TTL), Optional.empty(), Optional.empty(), true, true);

    final VirtualTime time = new VirtualTime();
    final MemoryCacheStore memory = new MemoryCacheStore(1 << 20, LEASE, time);
    final Asked asked = new Asked();
    private CacheStore store = memory;
    private boolean shared;

    /** A request as its caller sees it. */
    record Call(AssertSubscriber<Event> events, CallTrail trail) {

        List<Event> all() {
            return events.assertCompleted().getItems();
        }

        String cache() {
            return trail.notices().getOrDefault("x-caramba-cache", "bypass");
        }
    }

    CacheFixture over(CacheStore store) {
        this.store = store;
        return this;
    }

    CacheFixture shared() {
        shared = true;
        return this;
    }

    /** One more instance. */
    CachedProvider instance() {
        var settings = new CacheSettings(
                MAX_TTL, MAX_ENTRY_SIZE, PATIENCE, LEASE, shared, Map.of("route", Duration.ofSeconds(30)));
        return new CachedProvider(asked, store, settings, (params, grant) -> List.of(TARGET), time, time);
    }

    Call call(CachedProvider instance) {
        return call(instance, "me", KEPT, request());
    }

    Call call(CachedProvider instance, Caching caching) {
        return call(instance, "me", caching, request());
    }

    Call call(CachedProvider instance, String caller, Caching caching, GenerationParams params) {
        return call(instance, caller, caching, params, Duration.ofMinutes(2));
    }

    Call call(CachedProvider instance, String caller, Caching caching, GenerationParams params, Duration deadline) {
        var trail = new CallTrail();
        var context = new CallContext(
                "r1", Caller.named(caller), new Deadline(time.instant().plus(deadline), false), trail, 1, caching);
        var events = instance.generate(context, params)
                .subscribe()
                .withSubscriber(AssertSubscriber.<Event>create(Long.MAX_VALUE));
        return new Call(events, trail);
    }

    static GenerationParams request() {
        return GenerationParams.of(List.of(new Message.User(new Content.Plain("Hello?"))));
    }

    /** Answers a question that was asked. */
    void answer(int question, String... texts) {
        for (var text : texts) {
            asked.answers.get(question).onNext(new Event.Chunk(text));
        }
        asked.answers.get(question).onNext(DONE);
    }

    /** What is asked, in order; every question waits for the test to answer it. */
    static final class Asked implements Provider {

        final List<UnicastProcessor<Event>> answers = new ArrayList<>();
        final List<CallContext> contexts = new ArrayList<>();
        int left;

        int count() {
            return answers.size();
        }

        @Override
        public String name() {
            return "asked";
        }

        @Override
        public Multi<Event> generate(CallContext context, GenerationParams params) {
            return Multi.createFrom().deferred(() -> {
                var answer = UnicastProcessor.<Event>create();
                answers.add(answer);
                contexts.add(context);
                context.trail().begin();
                context.trail().answering(TARGET, List.of());
                return EventStream.of(answer.onCancellation().invoke(() -> left++));
            });
        }
    }
}

package dev.caramba.testing;

import dev.caramba.call.Calls;
import dev.caramba.generation.Attempt;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Provider;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Answers as the test says, keeps what it was asked, and tells when it was cancelled. */
@Alternative
@Priority(100)
@Named(Calls.PROVIDER)
@Singleton
public class ScriptedProvider implements Provider {

    public static final Target TARGET = new Target("openai", "gpt-4o-mini");
    public static final Event.Done STOP = new Event.Done(FinishReason.STOP, Optional.of(Usage.of(9, 3)));

    private volatile BiFunction<CallContext, GenerationParams, Multi<Event>> script;
    private volatile CompletableFuture<Void> subscribed;
    private volatile CompletableFuture<Void> cancelled;
    private final List<GenerationParams> asked = new CopyOnWriteArrayList<>();
    private final List<CallContext> contexts = new CopyOnWriteArrayList<>();

    public ScriptedProvider() {
        answers(STOP);
    }

    /** From now on every call is answered with these events by {@link #TARGET}. */
    public void answers(Event... events) {
        answers(Multi.createFrom().items(events));
    }

    /** The same with a stream that the test drives. */
    public void answers(Multi<Event> events) {
        plays((context, params) -> {
            context.trail().begin();
            context.trail().answering(TARGET, List.of());
            return events.onItem().invoke(event -> {
                if (event instanceof Event.Done) {
                    context.trail().add(new Attempt(TARGET, Optional.empty(), Duration.ofMillis(12)));
                }
            });
        });
    }

    /** From now on every call fails, after one attempt and these events. */
    public void fails(Failure failure, Event... before) {
        plays((context, params) -> {
            context.trail().begin();
            context.trail().answering(TARGET, List.of());
            context.trail().add(new Attempt(TARGET, Optional.of(failure), Duration.ofMillis(7)));
            var events = new ArrayList<>(List.of(before));
            events.add(new Event.Error(failure));
            return Multi.createFrom().iterable(events);
        });
    }

    /** From now on every call is this. */
    public void plays(BiFunction<CallContext, GenerationParams, Multi<Event>> script) {
        this.script = script;
        this.subscribed = new CompletableFuture<>();
        this.cancelled = new CompletableFuture<>();
        asked.clear();
        contexts.clear();
    }

    public void awaitSubscription() {
        await(subscribed);
    }

    public void awaitCancellation() {
        await(cancelled);
    }

    /** How often it was asked since the script was given. */
    public int calls() {
        return asked.size();
    }

    public GenerationParams lastAsked() {
        return asked.get(asked.size() - 1);
    }

    public CallContext lastContext() {
        return contexts.get(contexts.size() - 1);
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        asked.add(params);
        contexts.add(context);
        var waiting = cancelled;
        var begun = subscribed;
        return script.apply(context, params)
                .onSubscription()
                .invoke(() -> begun.complete(null))
                .onCancellation()
                .invoke(() -> waiting.complete(null));
    }

    private static void await(CompletableFuture<Void> signal) {
        try {
            signal.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("never happened", e);
        }
    }
}

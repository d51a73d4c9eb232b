package dev.caramba.balance;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.WireFormat;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** A provider that plays one script per request, and answers with its name when it has none left. For one thread. */
final class ScriptedProvider implements Provider {

    private final String name;
    private final InstantSource clock;
    private final Instant start;
    private final Queue<Multi<Event>> scripts = new ArrayDeque<>();
    private final List<Duration> askedAt = new ArrayList<>();
    private final List<GenerationParams> requests = new ArrayList<>();
    private boolean always;
    private boolean continuesText;
    private boolean passesOn;
    private Optional<Failure> cannotExpress = Optional.empty();
    private int cancellations;
    private int underWay;
    private BooleanSupplier alone = () -> true;

    ScriptedProvider(String name, InstantSource clock) {
        this.name = name;
        this.clock = clock;
        this.start = clock.instant();
    }

    /** Plays this with the next request that has no script yet. */
    ScriptedProvider then(Multi<Event> script) {
        scripts.add(script);
        return this;
    }

    /** Plays this with every request. */
    ScriptedProvider always(Multi<Event> script) {
        always = true;
        return then(script);
    }

    /** Takes a last message of the assistant for a text to go on with. */
    ScriptedProvider continuingText() {
        continuesText = true;
        return this;
    }

    /** Is sent every request as its caller wrote it. */
    ScriptedProvider passingOn() {
        passesOn = true;
        return this;
    }

    @Override
    public boolean passesOn(WireFormat format) {
        return passesOn;
    }

    /** Cannot be sent any request. */
    ScriptedProvider expressing(Failure nothing) {
        cannotExpress = Optional.of(nothing);
        return this;
    }

    @Override
    public Optional<Failure> cannotExpress(GenerationParams params) {
        return cannotExpress;
    }

    @Override
    public boolean continuesText(GenerationParams params) {
        return continuesText;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return Multi.createFrom().deferred(() -> {
            alone = context.alone();
            askedAt.add(Duration.between(start, clock.instant()));
            requests.add(params);
            return play(next());
        });
    }

    private Multi<Event> next() {
        if (scripts.isEmpty()) {
            return Scripts.answers(name);
        }
        return always ? scripts.peek() : scripts.poll();
    }

    private Multi<Event> play(Multi<Event> script) {
        var ended = new AtomicBoolean();
        underWay++;
        return EventStream.of(script)
                .onItem()
                .invoke(event -> {
                    if (event.terminal() && ended.compareAndSet(false, true)) {
                        underWay--;
                    }
                })
                .onCancellation()
                .invoke(() -> {
                    if (ended.compareAndSet(false, true)) {
                        underWay--;
                        cancellations++;
                    }
                });
    }

    List<GenerationParams> requests() {
        return requests;
    }

    /** When it was asked, from its creation on. */
    List<Duration> askedAt() {
        return askedAt;
    }

    /** What the latest request says now of whether nobody else can be asked instead. */
    boolean isAlone() {
        return alone.getAsBoolean();
    }

    int asked() {
        return requests.size();
    }

    /** Requests whose answer was cancelled before its end. */
    int cancellations() {
        return cancellations;
    }

    /** Requests whose answer has neither ended nor been cancelled. */
    int underWay() {
        return underWay;
    }
}

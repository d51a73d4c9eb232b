package dev.caramba.observe;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.Provider;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tells observers of every call that passes through to another provider. */
public final class ObservedProvider implements Provider {

    private final Provider inner;
    private final List<CallObserver> observers;
    private final CallTracer tracer;
    private final Optional<ContentRules> content;

    /** Without spans, and without what is said. */
    public ObservedProvider(Provider inner, List<CallObserver> observers) {
        this(inner, observers, CallTracer.OFF, Optional.empty());
    }

    /** @param content what observers are told of what is said; empty: nothing */
    public ObservedProvider(
            Provider inner, List<CallObserver> observers, CallTracer tracer, Optional<ContentRules> content) {
        this.inner = inner;
        this.tracer = tracer;
        this.content = content;
        this.observers = List.copyOf(observers);
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return Multi.createFrom().deferred(() -> {
            var span = tracer.begin(context, params);
            var watch = new Watch(span, params);
            observers.forEach(CallObserver::began);
            // A caller's leaving is first passed on, then counted: everything before this stage knows by then.
            return EventStream.onEnd(
                    inner.generate(span.context(), params).onItem().invoke(watch::saw), watch);
        });
    }

    /** One call under way. */
    private final class Watch implements Runnable {

        private final CallTracer.CallSpan span;
        private final CallContext context;
        private final Optional<ContentRecorder> hearing;
        private final GenerationParams params;
        private final long began = System.nanoTime();

        private String outcome = FailureKind.CANCELLED.wireName();
        private Optional<Duration> timeToFirstToken = Optional.empty();
        private Optional<Usage> usage = Optional.empty();

        Watch(CallTracer.CallSpan span, GenerationParams params) {
            this.span = span;
            this.context = span.context();
            this.hearing = content.map(rules -> new ContentRecorder(rules, params));
            this.params = params;
        }

        void saw(Event event) {
            span.saw(event);
            hearing.ifPresent(heard -> heard.saw(event));
            if (event.commits() && timeToFirstToken.isEmpty()) {
                timeToFirstToken = Optional.of(elapsed());
            }
            if (event instanceof Event.Done done) {
                outcome = "success";
                usage = done.usage();
            } else if (event instanceof Event.Error error) {
                outcome = error.failure().kind().wireName();
                usage = error.usage();
            }
        }

        @Override
        public void run() {
            var call = new CallRecord(
                    context.requestId(),
                    context.caller().name(),
                    params.model().orElse("auto"),
                    params.stream(),
                    context.trail().answering(),
                    context.trail().attempts(),
                    context.trail().resumptions(),
                    context.trail().hedgings(),
                    outcome,
                    elapsed(),
                    timeToFirstToken,
                    usage,
                    context.trace(),
                    hearing.map(ContentRecorder::said),
                    context.trail().cache());
            span.ended(call);
            observers.forEach(observer -> observer.ended(call));
        }

        private Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }
}

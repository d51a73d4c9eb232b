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

/** Reports every call to observers and passes it on to another provider. */
public final class ObservedProvider implements Provider {

    private final Provider inner;
    private final List<CallObserver> observers;
    private final CallTracer tracer;
    private final Optional<ContentRules> content;

    /** Creates a stage that makes no spans and records neither prompts nor answers. */
    public ObservedProvider(Provider inner, List<CallObserver> observers) {
        this(inner, observers, CallTracer.OFF, Optional.empty());
    }

    /** @param content how prompts and answers are recorded for observers; empty when they are not */
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
            // When the caller leaves, the cancellation is passed on first. The call is recorded after that, when the
            // stages below know of it.
            return EventStream.onEnd(
                    inner.generate(span.context(), params).onItem().invoke(watch::saw), watch);
        });
    }

    /** Watches one call until it ends. */
    private final class Watch implements Runnable {

        private final CallTracer.CallSpan span;
        private final CallContext context;
        private final Optional<ContentRecorder> recorder;
        private final GenerationParams params;
        private final long began = System.nanoTime();

        private String outcome = FailureKind.CANCELLED.wireName();
        private Optional<Duration> timeToFirstToken = Optional.empty();
        private Optional<Usage> usage = Optional.empty();

        Watch(CallTracer.CallSpan span, GenerationParams params) {
            this.span = span;
            this.context = span.context();
            this.recorder = content.map(rules -> new ContentRecorder(rules, params));
            this.params = params;
        }

        void saw(Event event) {
            span.saw(event);
            recorder.ifPresent(recording -> recording.saw(event));
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
                    recorder.map(ContentRecorder::said),
                    context.trail().cache());
            span.ended(call);
            observers.forEach(observer -> observer.ended(call));
        }

        private Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - began);
        }
    }
}

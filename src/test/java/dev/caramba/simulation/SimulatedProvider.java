package dev.caramba.simulation;

import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.simulation.Behaviour.Step;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.Future;

/** A provider that behaves as its scenario says, at the times that its scenario says. */
final class SimulatedProvider implements Provider {

    private final String name;
    private final Clock clock;
    private final LeaseLog leases;
    private final Behaviour behaviour;
    private final Random random;

    SimulatedProvider(String name, Clock clock, LeaseLog leases, Behaviour behaviour, Random random) {
        this.name = name;
        this.clock = clock;
        this.leases = leases;
        this.behaviour = behaviour;
        this.random = random;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Multi<Event> generate(CallContext context, GenerationParams params) {
        return EventStream.of(Multi.createFrom().emitter(emitter -> {
            var ask = leases.asked(name, context.requestId());
            var answer =
                    new Answer(ask, behaviour.answer(clock.seconds(), random).iterator(), emitter);
            emitter.onTermination(answer::leave);
            answer.goOn();
        }));
    }

    /** One answer on its way. */
    private final class Answer {

        private final Ask ask;
        private final Iterator<Step> steps;
        private final MultiEmitter<? super Event> emitter;
        private Future<?> next;
        private boolean ended;

        Answer(Ask ask, Iterator<Step> steps, MultiEmitter<? super Event> emitter) {
            this.ask = ask;
            this.steps = steps;
            this.emitter = emitter;
        }

        void goOn() {
            if (!ended && steps.hasNext()) {
                var step = steps.next();
                next = clock.after(step.millis(), () -> say(step.event()));
            }
        }

        private void say(Event event) {
            ended = event.terminal();
            if (event instanceof Event.Error) {
                ask.failed(clock.seconds());
            } else if (ended) {
                ask.ended(clock.seconds());
            }
            emitter.emit(event);
            if (ended) {
                emitter.complete();
            } else {
                goOn();
            }
        }

        /** Nobody listens any more; before the end that means that somebody lost patience. */
        void leave() {
            if (!ended) {
                ended = true;
                ask.failed(clock.seconds());
                if (next != null) {
                    next.cancel(false);
                }
            }
        }
    }
}

package dev.caramba.call;

import dev.caramba.error.HttpError;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A complete answer to a call.
 *
 * @param id the id without a prefix
 * @param created when the answer was complete, in seconds since 1970
 * @param events what the text and the calls were made from, for surfaces that give out more of it
 */
public record Answer(
        String id,
        long created,
        CallContext context,
        Target target,
        String text,
        List<FunctionCall> functionCalls,
        FinishReason finishReason,
        Optional<Usage> usage,
        List<Event> events) {

    /** Returns what the model thought, joined; empty when it told nothing. */
    public String reasoning() {
        return events.stream()
                .filter(Event.Reasoning.class::isInstance)
                .map(event -> ((Event.Reasoning) event).text())
                .collect(Collectors.joining());
    }

    /** Collects an answer from its events. */
    public static final class Gathering {

        private final StringBuilder text = new StringBuilder();
        private final List<FunctionCall> calls = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();
        private Optional<Event> end = Optional.empty();

        public void add(Event event) {
            events.add(event);
            if (event instanceof Event.Chunk chunk) {
                text.append(chunk.text());
            } else if (event instanceof Event.ToolCall call) {
                calls.add(call.function());
            } else if (event.terminal()) {
                end = Optional.of(event);
            }
        }

        /** Returns the answer. Throws the failure when the events ended with one, whatever text came before it. */
        public Answer finish(CallContext context, GenerationParams params) {
            if (end.orElseThrow() instanceof Event.Done done) {
                var target = AnsweringTarget.answering(context, params);
                return new Answer(
                        context.trail().answerId(() -> IdGenerator.next("")),
                        Instant.now().getEpochSecond(),
                        context,
                        target,
                        text.toString(),
                        List.copyOf(calls),
                        done.finishReason(),
                        done.usage(),
                        List.copyOf(events));
            }
            var failure = ((Event.Error) end.orElseThrow()).failure();
            throw HttpError.of(failure, context.trail()).asException();
        }
    }
}

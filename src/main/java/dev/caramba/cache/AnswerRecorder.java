package dev.caramba.cache;

import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.prompt.FunctionCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records the events of an answer as they pass, up to a size. */
final class AnswerRecorder {

    /** The approximate size of an event without its text. */
    private static final int FRAME = 8;

    private final List<Event> events = new ArrayList<>();
    private final int maxSize;
    private Optional<Original> last = Optional.empty();
    private long size;

    /** @param maxSize the largest size of an answer in characters; a longer one is not recorded */
    AnswerRecorder(int maxSize) {
        this.maxSize = maxSize;
    }

    void add(Event event) {
        size += FRAME + length(event);
        if (size <= maxSize) {
            events.add(event);
        } else {
            events.clear();
        }
    }

    /**
     * Returns the answer if it may be stored: it is complete, one target gave all of it, no filter cut it short, and it
     * is not too long.
     */
    Optional<CachedAnswer> answer(CallTrail trail) {
        if (size > maxSize || events.isEmpty() || !trail.resumptions().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(events.get(events.size() - 1))
                .filter(Event.Done.class::isInstance)
                .filter(last -> ((Event.Done) last).finishReason() != FinishReason.CONTENT_FILTER)
                .flatMap(last -> trail.answering())
                .map(target -> new CachedAnswer(target, dropped(), List.copyOf(events)));
    }

    /** Returns the parameters that the target's dialect left out, without those that the caller's surface left out. */
    private List<String> dropped() {
        return events.stream()
                .filter(Event.Start.class::isInstance)
                .flatMap(start -> ((Event.Start) start).droppedParams().stream())
                .toList();
    }

    private long length(Event event) {
        var length = event.original()
                .filter(piece -> last.filter(before -> before == piece).isEmpty())
                .map(piece -> (long) piece.json().toString().length())
                .orElse(0L);
        last = event.original();
        if (event instanceof Event.Chunk chunk) {
            return length + chunk.text().length();
        }
        if (event instanceof Event.Reasoning reasoning) {
            return length + reasoning.text().length();
        }
        if (event instanceof Event.ToolCallArguments arguments) {
            return length + arguments.text().length();
        }
        if (event instanceof Event.Vectors made) {
            return length
                    + made.vectors().stream()
                            .mapToLong(vector -> FRAME + vector.text().length())
                            .sum();
        }
        return event instanceof Event.ToolCall call ? length + length(call.function()) : length;
    }

    private static long length(FunctionCall function) {
        return function.arguments().length()
                + function.extraContent()
                        .map(extra -> extra.toString().length())
                        .orElse(0);
    }
}

package dev.caramba.balance;

import dev.caramba.generation.Event;
import dev.caramba.prompt.GenerationParams;
import java.util.List;
import java.util.stream.Stream;

/**
 * The request of one attempt, and how its answer is joined to the text that the caller already has.
 *
 * @param resumes whether the caller already has a part of the answer, from an attempt that broke off
 * @param prefilled whether the request includes that part, so that the model continues it
 */
record AttemptRequest(GenerationParams params, TextJoiner splice, boolean resumes, boolean prefilled) {

    /** Returns the events to give out for a content event of the attempt; none while the event has nothing new. */
    List<Event> joined(Event event) {
        if (event instanceof Event.Chunk chunk) {
            return chunk(splice.take(chunk.text())).toList();
        }
        return Stream.concat(chunk(splice.end()), Stream.of(event)).toList();
    }

    private static Stream<Event> chunk(String text) {
        return text.isEmpty() ? Stream.empty() : Stream.of(new Event.Chunk(text));
    }
}

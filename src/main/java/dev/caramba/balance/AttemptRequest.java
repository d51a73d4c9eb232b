package dev.caramba.balance;

import dev.caramba.generation.Event;
import dev.caramba.prompt.GenerationParams;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one attempt asks, and how its answer joins what the caller has already.
 *
 * @param resumes whether the caller has a part of the answer, from an attempt that broke
 * @param prefilled whether that part is sent along to be continued
 */
record AttemptRequest(GenerationParams params, TextSplice splice, boolean resumes, boolean prefilled) {

    /** What becomes of a content event of the attempt: nothing while it tells nothing new. */
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

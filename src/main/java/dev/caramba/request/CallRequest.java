package dev.caramba.request;

import dev.caramba.generation.Caching;
import dev.caramba.prompt.GenerationParams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A request body that was found valid.
 *
 * @param droppedParams parameters that would make an answer of a shape which the product does not give out
 * @param timeout how long the caller waits, where the body says so
 * @param caching what the body says of answers that are kept
 */
public record CallRequest(
        GenerationParams params, List<String> droppedParams, Optional<Duration> timeout, Caching caching) {

    /** The same, asked for as a stream or as a whole. */
    public CallRequest withStream(boolean stream) {
        return new CallRequest(params.withStream(stream), droppedParams, timeout, caching);
    }
}

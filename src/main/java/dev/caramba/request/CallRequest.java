package dev.caramba.request;

import dev.caramba.generation.Caching;
import dev.caramba.prompt.GenerationParams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A valid request.
 *
 * @param droppedParams parameters that are dropped because they ask for an answer in a form that the product does not
 * support
 * @param timeout how long the caller waits; empty when the body does not say so
 * @param caching whether and how the answer may be cached
 */
public record CallRequest(
        GenerationParams params, List<String> droppedParams, Optional<Duration> timeout, Caching caching) {

    /** Returns the same request for a stream, or for an answer in one piece. */
    public CallRequest withStream(boolean stream) {
        return new CallRequest(params.withStream(stream), droppedParams, timeout, caching);
    }
}

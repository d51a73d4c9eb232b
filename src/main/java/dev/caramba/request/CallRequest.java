package dev.caramba.request;

import dev.caramba.generation.Caching;
import dev.caramba.prompt.GenerationParams;
import java.time.Duration;
import java.util.Optional;

/**
 * A valid request.
 *
 * @param timeout how long the caller waits; empty when the body does not say so
 * @param caching whether and how the answer may be cached
 */
public record CallRequest(GenerationParams params, Optional<Duration> timeout, Caching caching) {

    /** Returns the same request for a stream, or for an answer in one piece. */
    public CallRequest withStream(boolean stream) {
        return new CallRequest(params.withStream(stream), timeout, caching);
    }
}

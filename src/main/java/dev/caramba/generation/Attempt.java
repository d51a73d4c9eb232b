package dev.caramba.generation;

import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.Optional;

/**
 * One request that was sent to a provider for a call.
 *
 * @param failure why it failed; empty when it answered
 * @param latency from the request to the end of the attempt
 * @param usage what the provider told of its tokens, in this attempt alone
 */
public record Attempt(Target target, Optional<Failure> failure, Duration latency, Optional<Usage> usage) {

    /** One that told nothing of its tokens. */
    public Attempt(Target target, Optional<Failure> failure, Duration latency) {
        this(target, failure, latency, Optional.empty());
    }

    /** {@code success} or the failure's kind. */
    public String outcome() {
        return failure.map(f -> f.kind().wireName()).orElse("success");
    }

    /** The provider's HTTP status, where there was one. */
    public Optional<Integer> status() {
        return failure.map(Failure::status).orElse(Optional.of(200));
    }
}

package dev.caramba.generation;

import dev.caramba.prompt.Target;
import java.time.Duration;
import java.util.Optional;

/**
 * One request that was sent to a provider for a call.
 *
 * @param failure why the attempt failed; empty when the provider answered
 * @param latency the time from the request to the end of the attempt
 * @param usage the tokens that the provider reported for this attempt alone; empty when it reported none
 */
public record Attempt(Target target, Optional<Failure> failure, Duration latency, Optional<Usage> usage) {

    /** Creates an attempt whose provider reported no tokens. */
    public Attempt(Target target, Optional<Failure> failure, Duration latency) {
        this(target, failure, latency, Optional.empty());
    }

    /** Returns {@code success} or the failure's kind. */
    public String outcome() {
        return failure.map(f -> f.kind().wireName()).orElse("success");
    }

    /** Returns the provider's HTTP status; empty when no response came. */
    public Optional<Integer> status() {
        return failure.map(Failure::status).orElse(Optional.of(200));
    }
}

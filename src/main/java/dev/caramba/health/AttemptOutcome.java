package dev.caramba.health;

import dev.caramba.generation.Failure;
import java.time.Duration;
import java.util.Optional;

/** The outcome of an attempt, as far as it concerns the target's health. */
public sealed interface AttemptOutcome {

    /**
     * The target answered.
     *
     * @param timeToFirstToken the time from the request to the first content
     * @param exhaustedFor how long the provider accepts no more requests, by its own report; zero when it reports
     *     nothing
     */
    record Success(Optional<Duration> timeToFirstToken, Duration exhaustedFor) implements AttemptOutcome {}

    /** The attempt failed; the kind of failure determines what follows. */
    record Failed(Failure failure) implements AttemptOutcome {}

    /** The attempt says nothing about the target: the caller left, or its own deadline passed. */
    record Ignored() implements AttemptOutcome {}
}

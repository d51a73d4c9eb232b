package dev.caramba.health;

import dev.caramba.generation.Failure;
import java.time.Duration;
import java.util.Optional;

/** How an attempt went, as far as the target's health is concerned. */
public sealed interface AttemptOutcome {

    /**
     * It answered.
     *
     * @param timeToFirstToken from the request to the first content
     * @param exhaustedFor how long it says that it has no requests left; zero when it says nothing of the kind
     */
    record Success(Optional<Duration> timeToFirstToken, Duration exhaustedFor) implements AttemptOutcome {}

    /** It failed; the kind of failure says what follows. */
    record Failed(Failure failure) implements AttemptOutcome {}

    /** Nothing was learned: the caller left, or was in more of a hurry than the configuration. */
    record Ignored() implements AttemptOutcome {}
}

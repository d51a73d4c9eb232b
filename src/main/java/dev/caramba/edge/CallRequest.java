package dev.caramba.edge;

import dev.caramba.generation.GenerationParams;
import java.time.Duration;
import java.util.Optional;

/**
 * A request body that was found valid.
 *
 * @param timeout how long the caller waits, where the body says so
 */
public record CallRequest(GenerationParams params, Optional<Duration> timeout) {}

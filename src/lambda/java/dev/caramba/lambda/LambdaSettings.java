package dev.caramba.lambda;

import java.time.Duration;

/**
 * The settings for Lambda.
 *
 * @param margin how long before the end of an invocation its answer must be given
 */
public record LambdaSettings(Duration margin) {}

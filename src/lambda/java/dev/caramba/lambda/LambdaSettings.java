package dev.caramba.lambda;

import java.time.Duration;

/**
 * What is configured for Lambda.
 *
 * @param margin how long before the end of an invocation its answer is given at the latest
 */
public record LambdaSettings(Duration margin) {}

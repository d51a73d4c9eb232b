package dev.caramba.call;

import java.time.Duration;

/**
 * How a stream is kept alive while the model is silent, so that no proxy and no client gives it up.
 *
 * @param keepAlive how long nothing goes out before a comment does; zero: no comments
 * @param headDelay how long the head of the response waits for the first content; until it is sent, a failure is still
 *     an HTTP error
 */
public record StreamSettings(Duration keepAlive, Duration headDelay) {

    public static final StreamSettings DEFAULT = new StreamSettings(Duration.ofSeconds(15), Duration.ofSeconds(30));
}

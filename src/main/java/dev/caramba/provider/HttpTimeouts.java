package dev.caramba.provider;

import java.time.Duration;

/**
 * How long the phases of one attempt may take.
 *
 * @param connect until a connection is there
 * @param idle between bytes, from the head of the response on
 * @param answer a whole answer that is not streamed
 */
public record HttpTimeouts(Duration connect, Duration idle, Duration answer) {

    public static final HttpTimeouts DEFAULT =
            new HttpTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofSeconds(60));
}

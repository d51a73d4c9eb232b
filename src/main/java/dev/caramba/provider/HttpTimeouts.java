package dev.caramba.provider;

import java.time.Duration;

/**
 * The longest times that the phases of one attempt may take.
 *
 * @param connect until a connection is open
 * @param idle between signs of life, from the head of the response on, while another candidate can be asked
 * @param loneIdle between bytes, from the head of the response on, whether or not another candidate can be asked; at
 *     least {@code idle}
 * @param answer for a whole answer that is not streamed, while another candidate can be asked
 */
public record HttpTimeouts(Duration connect, Duration idle, Duration loneIdle, Duration answer) {

    public static final HttpTimeouts DEFAULT = new HttpTimeouts(
            Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofMinutes(2), Duration.ofSeconds(60));
}

package dev.caramba.dialect;

import dev.caramba.wire.WireHeaders;
import java.time.Instant;

/**
 * The parts of a response that a dialect needs to classify it.
 *
 * @param body the text of the body; it may be empty and need not be JSON
 * @param received when this instance received the response; the reference for dates in headers when the response has no
 *     {@code Date}
 */
public record Reply(int status, WireHeaders headers, String body, Instant received) {}

package dev.caramba.dialect;

import dev.caramba.wire.WireHeaders;
import java.time.Instant;

/**
 * A response as far as a dialect classifies it.
 *
 * @param body the text, possibly empty, not necessarily JSON
 * @param received our clock, for dates in headers when the response has no {@code Date}
 */
public record Reply(int status, WireHeaders headers, String body, Instant received) {}

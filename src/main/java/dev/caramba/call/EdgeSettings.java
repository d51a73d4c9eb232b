package dev.caramba.call;

import java.time.Duration;
import java.util.Map;

/**
 * What the triggers need of the configuration.
 *
 * @param deadline the longest that a call may take, over all its attempts
 * @param accessOpen whether anybody may call, with or without a key
 * @param accessKeys by the caller's name: the SHA-256 of its key, 64 hexadecimal digits
 */
public record EdgeSettings(Duration deadline, boolean accessOpen, Map<String, String> accessKeys) {}

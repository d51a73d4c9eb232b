package dev.caramba.call;

import java.time.Duration;
import java.util.Map;

/**
 * The settings that all triggers share.
 *
 * @param deadline the longest time that a call may take, over all its attempts
 * @param streamDeadline the longest time that a call may take whose answer flows, not shorter
 * @param accessOpen whether anybody may call, with or without a key
 * @param accessKeys the SHA-256 of each caller's key, 64 hexadecimal digits, by the name of the caller
 */
public record EdgeSettings(
        Duration deadline, Duration streamDeadline, boolean accessOpen, Map<String, String> accessKeys) {}

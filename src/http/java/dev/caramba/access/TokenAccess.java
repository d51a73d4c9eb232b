package dev.caramba.access;

import dev.caramba.call.TokenSettings;
import java.util.Optional;

/**
 * Which bearer tokens are accepted besides access keys.
 *
 * @param settings the settings; empty when no tokens are accepted
 */
public record TokenAccess(Optional<TokenSettings> settings) {}

package dev.caramba.access;

import dev.caramba.call.TokenSettings;
import java.util.Optional;

/**
 * Whose bearer tokens are taken beside access keys.
 *
 * @param settings empty when none are
 */
public record TokenAccess(Optional<TokenSettings> settings) {}

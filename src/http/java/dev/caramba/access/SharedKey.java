package dev.caramba.access;

import dev.caramba.call.AccessSettings.Granted;
import java.util.Optional;

/**
 * An entry of the fleet for one name: a key, or the fact that the key was revoked.
 *
 * @param sha256 the SHA-256 of the key, 64 hexadecimal digits; empty when the key was revoked
 */
public record SharedKey(String name, Optional<String> sha256, Granted granted) {

    public boolean revoked() {
        return sha256.isEmpty();
    }
}

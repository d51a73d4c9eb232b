package dev.caramba.access;

import dev.caramba.call.AccessSettings.Granted;
import java.util.Optional;

/**
 * What the fleet knows of one name: a key, or that it was revoked.
 *
 * @param sha256 of the key, 64 hexadecimal digits; empty when it was revoked
 */
public record SharedKey(String name, Optional<String> sha256, Granted granted) {

    public boolean revoked() {
        return sha256.isEmpty();
    }
}

package dev.caramba.health;

import dev.caramba.prompt.Target;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Builds the names of the keys. All names have the same hash tag, so that on Redis Cluster one script may use any of
 * them.
 *
 * @param prefix the beginning of every key, without braces
 */
public record RedisHealthKeys(String prefix) {

    private static final int LONGEST_POOL = 100;

    String turns(String pool) {
        return key("turns", pool.length() <= LONGEST_POOL ? pool : shortened(pool));
    }

    String circuit(Target target) {
        return key("target", target.toString());
    }

    String circuit(String provider) {
        return key("provider", provider);
    }

    String leases(Target target) {
        return key("leases", target.toString());
    }

    /** Returns a key that differs from that of every target, because a provider's name has no slash. */
    String leases(String provider) {
        return key("leases", provider);
    }

    /** Returns the key of the set of disabled providers. */
    String disabled() {
        return "{" + prefix + "}:disabled";
    }

    private String key(String kind, String name) {
        return "{" + prefix + "}:" + kind + ":" + name;
    }

    /** Replaces a long pool name by its digest. A pool is named by its members, and may have hundreds. */
    private static String shortened(String pool) {
        return UUID.nameUUIDFromBytes(pool.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

package dev.caramba.health;

import dev.caramba.prompt.Target;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The names of keys. All of them carry one hash tag, so that a script may touch any of them on Redis Cluster.
 *
 * @param prefix without braces
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

    /** Differs from that of any target: the name of a provider has no slash. */
    String leases(String provider) {
        return key("leases", provider);
    }

    /** The names of the providers that are taken out by hand. */
    String disabled() {
        return "{" + prefix + "}:disabled";
    }

    private String key(String kind, String name) {
        return "{" + prefix + "}:" + kind + ":" + name;
    }

    /** Pools are named by their members and may have hundreds. */
    private static String shortened(String pool) {
        return UUID.nameUUIDFromBytes(pool.getBytes(StandardCharsets.UTF_8)).toString();
    }
}

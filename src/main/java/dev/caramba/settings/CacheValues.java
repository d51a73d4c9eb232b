package dev.caramba.settings;

import dev.caramba.cache.CacheSettings;
import dev.caramba.config.CarambaConfig.CacheKeys;
import dev.caramba.config.CarambaConfig.RouteKeys;
import dev.caramba.config.ConfigSection;
import dev.caramba.config.QuantityFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The checked values of {@code caramba.cache}.
 *
 * @param enabled whether answers may be cached at all
 * @param maxSize the size of all answers in the local store of one instance, in bytes
 */
public record CacheValues(boolean enabled, int maxSize, CacheSettings settings) {

    private static final Duration TTL_MAX = Duration.ofHours(24);
    private static final int MAX_SIZE = 32 << 20;
    private static final int MAX_ENTRY_SIZE = 1 << 20;
    private static final Duration WAIT = Duration.ofSeconds(10);

    /** It is well below the wait, so that waiting callers can take over from an instance that died. */
    private static final Duration LONGEST_LEASE = Duration.ofSeconds(5);

    /** @param lease how long a slot stays taken when its holder has vanished */
    static CacheValues read(CacheKeys keys, Map<String, RouteKeys> routes, Duration lease) {
        var section = new ConfigSection("caramba.cache");
        var maxTtl = section.duration("ttl-max", keys.ttlMax(), TTL_MAX);
        var settings = new CacheSettings(
                maxTtl,
                section.size("max-entry-size", keys.maxEntrySize(), MAX_ENTRY_SIZE),
                section.duration("wait", keys.patience(), WAIT),
                lease.compareTo(LONGEST_LEASE) < 0 ? lease : LONGEST_LEASE,
                section.oneOf(List.of("caller", "shared"), "scope", keys.scope(), "caller")
                        .equals("shared"),
                ttls(routes, maxTtl));
        return new CacheValues(
                section.flag("enabled", keys.enabled()).orElse(true),
                section.size("max-size", keys.maxSize(), MAX_SIZE),
                settings);
    }

    private static Map<String, Duration> ttls(Map<String, RouteKeys> routes, Duration most) {
        var ttls = new HashMap<String, Duration>();
        routes.forEach((name, keys) -> {
            var section = new ConfigSection("caramba.routes." + name);
            section.duration("cache-ttl", keys.cacheTtl()).ifPresent(ttl -> {
                if (ttl.compareTo(most) > 0) {
                    throw section.wrong(
                            "cache-ttl",
                            keys.cacheTtl().orElseThrow(),
                            "at most caramba.cache.ttl-max, which is " + QuantityFormat.text(most));
                }
                ttls.put(name, ttl);
            });
        });
        return Map.copyOf(ttls);
    }
}

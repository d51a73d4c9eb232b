package dev.caramba.settings;

import dev.caramba.config.CarambaConfig.ResponseKeys;
import dev.caramba.config.ConfigSection;
import java.time.Duration;

/**
 * The checked values of {@code caramba.responses}.
 *
 * @param enabled whether responses are kept at all
 * @param ttl how long a response is kept
 * @param maxSize the size of all responses in the local store of one instance, in bytes
 */
public record ResponseValues(boolean enabled, Duration ttl, int maxSize) {

    /** What OpenAI keeps its own for. */
    private static final Duration TTL = Duration.ofDays(30);

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final int MAX_SIZE = 64 << 20;

    static ResponseValues read(ResponseKeys keys) {
        var section = new ConfigSection("caramba.responses");
        return new ResponseValues(
                section.flag("enabled", keys.enabled()).orElse(true),
                section.days("ttl", keys.ttl(), LEAST, TTL),
                section.size("max-size", keys.maxSize(), MAX_SIZE));
    }
}

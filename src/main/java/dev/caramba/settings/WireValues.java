package dev.caramba.settings;

import dev.caramba.call.StreamSettings;
import dev.caramba.config.CarambaConfig.HttpKeys;
import dev.caramba.config.ConfigSection;
import dev.caramba.wire.WireSettings;
import java.time.Duration;

/** Reads and checks the values of {@code caramba.http}. */
final class WireValues {

    private static final Duration SHORTEST_KEEP_ALIVE = Duration.ofSeconds(1);

    private WireValues() {}

    static WireSettings read(HttpKeys keys) {
        var section = new ConfigSection("caramba.http");
        var fallback = WireSettings.DEFAULT;
        return new WireSettings(
                section.whole("pool-size", keys.poolSize(), 1, fallback.poolSize()),
                section.whole(
                        "multiplexed-connections", keys.multiplexedConnections(), 1, fallback.multiplexedConnections()),
                section.durationFrom(
                        SHORTEST_KEEP_ALIVE, "connection-keep-alive", keys.connectionKeepAlive(), fallback.keepAlive()),
                section.size("max-response-size", keys.maxResponseSize(), fallback.maxResponseSize()),
                section.size("max-embeddings-size", keys.maxEmbeddingsSize(), fallback.maxEmbeddingsSize()),
                section.size("max-frame-size", keys.maxFrameSize(), fallback.maxFrameSize()),
                section.size("max-header-size", keys.maxHeaderSize(), fallback.maxHeaderSize()),
                section.duration("drain-timeout", keys.drainTimeout(), fallback.drainTimeout()),
                section.duration("error-body-timeout", keys.errorBodyTimeout(), fallback.errorBodyTimeout()));
    }

    /** Reads how a stream is kept alive towards the caller. */
    static StreamSettings streams(HttpKeys keys) {
        var section = new ConfigSection("caramba.http");
        var fallback = StreamSettings.DEFAULT;
        return new StreamSettings(
                section.durationFrom(Duration.ZERO, "keep-alive", keys.keepAlive(), fallback.keepAlive()),
                section.duration("head-delay", keys.headDelay(), fallback.headDelay()));
    }
}

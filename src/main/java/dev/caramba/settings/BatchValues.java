package dev.caramba.settings;

import dev.caramba.config.CarambaConfig.BatchKeys;
import dev.caramba.config.CarambaConfig.ResultKeys;
import dev.caramba.config.ConfigSection;
import java.time.Duration;

/**
 * The checked values of {@code caramba.batch} and {@code caramba.results}.
 *
 * @param concurrency how many prompts of one batch run at a time
 * @param maxPrompts how many prompts one batch may have
 * @param share the share of the calls in flight that batches and events may use
 * @param resultTtl how long the result of a prompt with an idempotency key is stored
 */
public record BatchValues(int concurrency, int maxPrompts, double share, Duration resultTtl) {

    private static final int CONCURRENCY = 8;
    private static final int MAX_PROMPTS = 1000;
    private static final double SHARE = 0.8;
    private static final Duration RESULT_TTL = Duration.ofHours(24);

    static BatchValues read(BatchKeys keys, ResultKeys results) {
        var section = new ConfigSection("caramba.batch");
        return new BatchValues(
                section.whole("concurrency", keys.concurrency(), 1, CONCURRENCY),
                section.whole("max-prompts", keys.maxPrompts(), 1, MAX_PROMPTS),
                section.part("share", keys.share(), SHARE),
                new ConfigSection("caramba.results").duration("ttl", results.ttl(), RESULT_TTL));
    }
}

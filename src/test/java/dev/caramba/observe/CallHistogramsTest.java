package dev.caramba.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.CacheUse;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be worked out from the buckets, and how many series there are. */
class CallHistogramsTest {

    private static final Duration TOKEN = Duration.ofMillis(80);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CallHistograms histograms = new CallHistograms(meters, Set.of("fast")::contains);

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.95, 0.99})
    void a_quantile_is_in_the_bucket_of_the_true_one(double quantile) {
        // Given: as calls of models are, most of some seconds and few of minutes
        var random = new Random(7);
        var millis = random.doubles(10_000)
                .map(ignored -> 2_000 * Math.exp(1.2 * random.nextGaussian()))
                .limit(10_000)
                .toArray();

        // When
        for (var one : millis) {
            histograms.ended(call("fast", false, "success", Duration.ofNanos((long) (one * 1e6))));
        }

        // Then
        Arrays.sort(millis);
        var truth = millis[(int) (quantile * millis.length)];
        var worked = quantile(
                quantile, only(MetricNames.CALL_DURATION).takeSnapshot().histogramCounts());
        assertTrue(Math.abs(worked - truth) < 0.1 * truth, () -> worked + " instead of " + truth);
    }

    @Test
    void the_longest_call_that_the_default_deadline_allows_is_in_a_bucket() {
        histograms.ended(call("fast", false, "timeout", Duration.ofMinutes(10)));

        assertEquals(0, last(Duration.ofMinutes(5)));
        assertEquals(1, last(Duration.ofMinutes(10)));
    }

    @Test
    void words_of_callers_make_no_series() {
        for (var model : List.of("auto", "fast", "openai", "openai/gpt", "invented-1", "invented-2")) {
            histograms.ended(call(model, false, "success", TOKEN));
        }

        assertEquals(
                Set.of("auto", "fast", "none"),
                meters.find(MetricNames.CALL_DURATION).timers().stream()
                        .map(timer -> timer.getId().getTag("route"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void calls_are_told_apart_by_how_they_ended() {
        histograms.ended(call("fast", false, "success", TOKEN));
        histograms.ended(call("fast", false, "timeout", TOKEN));
        histograms.ended(call("fast", false, "timeout", TOKEN));

        assertEquals(
                2,
                meters.get(MetricNames.CALL_DURATION)
                        .tags("outcome", "timeout")
                        .timer()
                        .count());
    }

    @Test
    void first_tokens_are_those_of_streams_that_a_provider_answered() {
        // When
        histograms.ended(call("fast", true, "success", Duration.ofSeconds(4)));
        histograms.ended(call("fast", false, "success", Duration.ofSeconds(4)));
        histograms.ended(cached());

        // Then
        assertEquals(1, only(MetricNames.CALL_FIRST_TOKEN).count());
        assertEquals(80, only(MetricNames.CALL_FIRST_TOKEN).totalTime(TimeUnit.MILLISECONDS));
        assertEquals(3, only(MetricNames.CALL_DURATION).count());
    }

    private long last(Duration bound) {
        return Arrays.stream(only(MetricNames.CALL_DURATION).takeSnapshot().histogramCounts())
                .filter(bucket -> bucket.bucket(TimeUnit.MILLISECONDS) == bound.toMillis())
                .mapToLong(bucket -> (long) bucket.count())
                .findFirst()
                .orElseThrow();
    }

    private Timer only(String name) {
        return meters.get(name).timer();
    }

    /** As Prometheus' histogram_quantile: linear inside the bucket. */
    private static double quantile(double quantile, CountAtBucket[] buckets) {
        var rank = quantile * buckets[buckets.length - 1].count();
        double from = 0;
        double before = 0;
        for (var bucket : buckets) {
            var to = bucket.bucket(TimeUnit.MILLISECONDS);
            if (bucket.count() >= rank) {
                return from + (to - from) * (rank - before) / (bucket.count() - before);
            }
            from = to;
            before = bucket.count();
        }
        return from;
    }

    private static CallRecord call(String model, boolean stream, String outcome, Duration latency) {
        return call(model, stream, outcome, latency, CacheUse.BYPASS);
    }

    private static CallRecord cached() {
        return call("fast", true, "success", TOKEN, CacheUse.HIT);
    }

    private static CallRecord call(String model, boolean stream, String outcome, Duration latency, CacheUse cache) {
        return new CallRecord(
                "r1",
                "team",
                model,
                stream,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                outcome,
                latency,
                Optional.of(TOKEN),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                cache);
    }
}

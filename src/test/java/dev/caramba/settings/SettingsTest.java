package dev.caramba.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.balance.BalancerSettings;
import dev.caramba.balance.Strategies;
import dev.caramba.cache.CacheSettings;
import dev.caramba.call.AccessSettings.Metrics;
import dev.caramba.health.HealthPolicy;
import dev.caramba.observe.RequestLog;
import dev.caramba.wire.WireSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    @Test
    void defaults_are_those_of_the_records() {
        var settings = TestConfig.with().settings();

        assertEquals(HealthPolicy.DEFAULT, settings.balancer().policy());
        assertEquals(BalancerSettings.DEFAULT, settings.balancer().settings());
        assertEquals(WireSettings.DEFAULT, settings.wire());
        assertEquals(Duration.ofMinutes(10), settings.balancer().deadline());
        assertEquals(new StoreValues(false, Duration.ofMillis(50), Duration.ofSeconds(2), "caramba"), settings.store());
        assertEquals(
                new AccessValues(false, Map.of(), Map.of(), Metrics.OPEN, AccessValues.Sharing.OFF, Optional.empty()),
                settings.access());
        assertEquals(new BatchValues(8, 1000, 0.8, Duration.ofHours(24)), settings.batch());
        assertEquals(
                new CacheValues(
                        true,
                        32 << 20,
                        new CacheSettings(
                                Duration.ofHours(24),
                                1 << 20,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(5),
                                false,
                                Map.of())),
                settings.cache());
        assertEquals(
                new SinkValues(Optional.empty(), Optional.empty(), 100_000, Optional.empty(), Duration.ofSeconds(5)),
                settings.sink());
        assertEquals(Optional.of(RequestLog.Form.TEXT), settings.log().requests());
        assertFalse(settings.demo());
    }

    @Test
    void calls_are_logged_in_the_format_of_the_log_or_not() {
        assertEquals(
                Optional.of(RequestLog.Form.JSON),
                TestConfig.with("CARAMBA_LOG=json").settings().log().requests());
        assertEquals(
                Optional.empty(),
                TestConfig.with("CARAMBA_LOG=json", "CARAMBA_LOG_REQUESTS=off")
                        .settings()
                        .log()
                        .requests());
        assertEquals(
                Optional.empty(),
                TestConfig.with("CARAMBA_LOG_REQUESTS=off").settings().log().requests());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void what_was_the_format_of_calls_alone_means_that_they_are_logged_and_is_said(String former) {
        var log = TestConfig.with("CARAMBA_LOG_REQUESTS=" + former).settings().log();

        assertEquals(Optional.of(RequestLog.Form.TEXT), log.requests());
        assertTrue(log.advice().orElseThrow().contains("CARAMBA_LOG=" + former));
    }

    @Test
    void blank_variables_count_as_not_set() {
        var settings = TestConfig.with(
                        "CARAMBA_BALANCER_COOLDOWN=",
                        "CARAMBA_BALANCER_MAX_ATTEMPTS= ",
                        "CARAMBA_BALANCER_STRATEGY=",
                        "CARAMBA_STORE_TYPE=",
                        "CARAMBA_ACCESS_OPEN=",
                        "CARAMBA_ACCESS_KEYS_BOB=",
                        "CARAMBA_HTTP_POOL_SIZE=",
                        "CARAMBA_DEMO=")
                .settings();

        assertEquals(TestConfig.with().settings(), settings);
    }

    @Test
    void reads_variables() {
        var settings = TestConfig.with(
                        "CARAMBA_BALANCER_FAILURE_THRESHOLD=1",
                        "CARAMBA_BALANCER_COOLDOWN=200ms",
                        "CARAMBA_BALANCER_MAX_ATTEMPTS=2",
                        "CARAMBA_BALANCER_HEDGE_BUDGET=0.25",
                        "CARAMBA_BALANCER_RESUME=false",
                        "CARAMBA_BALANCER_DEADLINE=PT7S",
                        "CARAMBA_BALANCER_LEASE_TTL=1s",
                        "CARAMBA_ACCESS_OPEN=TRUE",
                        "CARAMBA_HTTP_MAX_FRAME_SIZE=1M",
                        "CARAMBA_DEMO=true")
                .settings();

        assertEquals(1, settings.balancer().policy().failureThreshold());
        assertEquals(Duration.ofMillis(200), settings.balancer().policy().cooldown());
        assertEquals(2, settings.balancer().settings().maxAttempts());
        assertEquals(0.25, settings.balancer().settings().hedgeBudget());
        assertFalse(settings.balancer().settings().resume());
        assertEquals(Duration.ofSeconds(7), settings.balancer().deadline());
        assertEquals(Duration.ofSeconds(1), settings.balancer().policy().leaseTtl());
        assertEquals(Duration.ofSeconds(1), settings.balancer().settings().leaseTtl());
        assertTrue(settings.access().open());
        assertEquals(1 << 20, settings.wire().maxFrameSize());
        assertTrue(settings.demo());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "caramba.balancer.cooldown=abc | caramba.balancer.cooldown: abc"
                        + " (expected: a duration such as 250ms, 3s, 2m or PT3S, above 0)",
                "CARAMBA_BALANCER_COOLDOWN=0s | caramba.balancer.cooldown: 0s"
                        + " (expected: a duration such as 250ms, 3s, 2m or PT3S, above 0)",
                "caramba.balancer.max-retry-wait=PT-1S | caramba.balancer.max-retry-wait: PT-1S"
                        + " (expected: a duration such as 250ms, 3s, 2m or PT3S, at least 0s)",
                "caramba.balancer.deadline=9999h | caramba.balancer.deadline: 9999h"
                        + " (expected: a duration such as 250ms, 3s, 2m or PT3S, at most 28800m)",
                "caramba.balancer.lease-ttl=1ms | caramba.balancer.lease-ttl: 1ms"
                        + " (expected: a duration such as 250ms, 3s, 2m or PT3S, at least 100ms)",
                "caramba.balancer.max-attempts=0 | caramba.balancer.max-attempts: 0"
                        + " (expected: a whole number, at least 1)",
                "caramba.balancer.max-attempts=five | caramba.balancer.max-attempts: five"
                        + " (expected: a whole number, at least 1)",
                "caramba.balancer.max-attempts=3000000000 | caramba.balancer.max-attempts: 3000000000"
                        + " (expected: a whole number, at most 2147483647)",
                "caramba.balancer.hedge-budget=1.01 | caramba.balancer.hedge-budget: 1.01"
                        + " (expected: a number from 0 to 1, such as 0.1)",
                "caramba.balancer.hedge-budget=-0.1 | caramba.balancer.hedge-budget: -0.1"
                        + " (expected: a number from 0 to 1, such as 0.1)",
                "CARAMBA_BALANCER_HEDGE_BUDGET=10% | caramba.balancer.hedge-budget: 10%"
                        + " (expected: a number from 0 to 1, such as 0.1)",
                "caramba.balancer.resume=maybe | caramba.balancer.resume: maybe (expected: true or false)",
                "caramba.balancer.strategy=best | caramba.balancer.strategy: best"
                        + " (expected: one of least-in-flight, lowest-latency, priority, round-robin, weighted)",
                "caramba.store.type=disk | caramba.store.type: disk (expected: one of auto, memory, redis)",
                "caramba.store.key-prefix={a} | caramba.store.key-prefix: {a} (expected: a text without braces)",
                "caramba.access.open=yes | caramba.access.open: yes (expected: true or false)",
                "caramba.http.max-frame-size=8MB | caramba.http.max-frame-size: 8MB"
                        + " (expected: a size such as 65536, 64K or 8M, above 0, below 2G)",
                "caramba.batch.concurrency=0 | caramba.batch.concurrency: 0 (expected: a whole number, at least 1)",
                "caramba.batch.share=0 | caramba.batch.share: 0 (expected: a number above 0 and up to 1, such as 0.8)",
                "caramba.batch.share=1.1 | caramba.batch.share: 1.1"
                        + " (expected: a number above 0 and up to 1, such as 0.8)",
                "caramba.batch.share=NaN | caramba.batch.share: NaN"
                        + " (expected: a number above 0 and up to 1, such as 0.8)",
                "caramba.cache.scope=all | caramba.cache.scope: all (expected: one of caller, shared)",
                "caramba.cache.enabled=1 | caramba.cache.enabled: 1 (expected: true or false)",
                "caramba.cache.max-entry-size=1MB | caramba.cache.max-entry-size: 1MB"
                        + " (expected: a size such as 65536, 64K or 8M, above 0, below 2G)",
                "caramba.cache.wait=0s | caramba.cache.wait: 0s"
                        + " (expected: a duration such as 250ms, 3s, 2m or PT3S, above 0)",
                "caramba.routes.fast.cache-ttl=soon | caramba.routes.fast.cache-ttl: soon"
                        + " (expected: a duration such as 250ms, 3s, 2m or PT3S, above 0)",
                "caramba.routes.fast.cache-ttl=25h | caramba.routes.fast.cache-ttl: 25h"
                        + " (expected: at most caramba.cache.ttl-max, which is 1440m)",
                "caramba.sink.url=broker | caramba.sink.url: broker (expected: an http or https address"
                        + " such as https://api.openai.com/v1, without credentials or a query)",
                "K_SINK=ftp://broker | K_SINK: ftp://broker (expected: an http or https address"
                        + " such as https://api.openai.com/v1, without credentials or a query)",
                "caramba.sink.stream=results | caramba.sink.stream: results (expected: REDIS_URL or QUARKUS_REDIS_HOSTS"
                        + " to be set, and caramba.store.type not to be memory)",
                "caramba.sink.stream={a} | caramba.sink.stream: {a} (expected: a text without braces)",
                "caramba.sink.stream-max-length=0 | caramba.sink.stream-max-length: 0"
                        + " (expected: a whole number, at least 1)",
                "caramba.sink.queue=results | caramba.sink.queue: results (expected: an http or https address"
                        + " such as https://api.openai.com/v1, without credentials or a query)",
                "caramba.demo=1 | caramba.demo: 1 (expected: true or false)"
            })
    void tells_what_is_wrong_in_one_line(String entry, String line) {
        var configured = TestConfig.with(entry);

        var e = assertThrows(
                ConfigurationException.class, () -> configured.settings().strategy(new Strategies(List.of())));

        assertEquals(line, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "caramba.sink.url, http://broker,     http://broker/",
        "caramba.sink.url, http://broker/a/b/, http://broker/a/b/",
        "K_SINK,           http://broker:8080/ns/default, http://broker:8080/ns/default",
    })
    void results_of_events_go_to_the_sink_as_it_is_written(String name, String url, String sink) {
        var values = TestConfig.with(name + "=" + url).settings().sink();

        assertEquals(Optional.of(URI.create(sink)), values.url());
    }

    @Test
    void the_products_own_key_of_the_sink_leads() {
        var values = TestConfig.with(
                        "K_SINK=http://theirs/", "CARAMBA_SINK_URL=http://ours/", "CARAMBA_BATCH_SHARE=0.5")
                .settings();

        assertEquals(Optional.of(URI.create("http://ours/")), values.sink().url());
        assertEquals(0.5, values.batch().share());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "caramba.sink.url=http://a/ | CARAMBA_SINK_STREAM=b | caramba.sink.stream: set beside caramba.sink.url",
                "CARAMBA_SINK_STREAM=b | caramba.sink.queue=http://c/q | caramba.sink.queue: set beside caramba.sink.stream",
                "caramba.sink.url=http://a/ | caramba.sink.queue=http://c/q | caramba.sink.queue: set beside caramba.sink.url"
            })
    void there_is_one_sink_at_most(String one, String another, String mistake) {
        var configured = TestConfig.with(one, another, "REDIS_URL=redis://r");

        var e = assertThrows(ConfigurationException.class, configured::settings);

        assertEquals(mistake + " (expected: one sink at most)", e.getMessage());
    }

    @Test
    void a_sink_of_the_products_own_keys_leads_whichever_it_is() {
        var stream = TestConfig.with("K_SINK=http://theirs/", "CARAMBA_SINK_STREAM=ours", "REDIS_URL=redis://r")
                .settings()
                .sink();
        var queue = TestConfig.with("K_SINK=http://theirs/", "CARAMBA_SINK_QUEUE=http://ours/q", "REDIS_URL=")
                .settings()
                .sink();

        assertEquals(Optional.empty(), stream.url());
        assertEquals(Optional.of("ours"), stream.stream());
        assertEquals(Optional.empty(), queue.url());
        assertEquals(Optional.of(URI.create("http://ours/q")), queue.queue());
    }

    @Test
    void a_bound_follows_when_the_other_is_set_beyond_its_default() {
        var longer = TestConfig.with("CARAMBA_BALANCER_COOLDOWN=60s").settings().balancer();
        var shorter =
                TestConfig.with("CARAMBA_BALANCER_MAX_COOLDOWN=1s").settings().balancer();

        assertEquals(Duration.ofSeconds(60), longer.policy().maxCooldown());
        assertEquals(Duration.ofSeconds(1), shorter.policy().cooldown());
    }

    @Test
    void a_wait_of_nothing_before_a_fallback_is_a_setting() {
        var settings = TestConfig.with("CARAMBA_BALANCER_MAX_RETRY_WAIT=0s").settings();

        assertEquals(Duration.ZERO, settings.balancer().settings().maxRetryWait());
    }

    @Test
    void bounds_that_contradict_each_other_are_wrong() {
        var configured = TestConfig.with("CARAMBA_BALANCER_COOLDOWN=2s", "CARAMBA_BALANCER_MAX_COOLDOWN=1s");

        var e = assertThrows(ConfigurationException.class, configured::settings);

        assertEquals(
                "caramba.balancer.max-cooldown: 1s (expected: at least caramba.balancer.cooldown, 2s)", e.getMessage());
    }

    @Test
    void control_characters_and_length_cannot_break_the_line() {
        var configured = TestConfig.with("caramba.demo=a\nb" + "c".repeat(500));

        var e = assertThrows(ConfigurationException.class, configured::settings);

        assertEquals("caramba.demo: a b" + "c".repeat(197) + "... (expected: true or false)", e.getMessage());
    }

    @Test
    void callers_have_the_hashes_of_their_keys() {
        var access = TestConfig.with(
                        "CARAMBA_ACCESS_KEYS_ALICE=" + HASH.toUpperCase(java.util.Locale.ROOT),
                        "CARAMBA_ACCESS_KEYS_TEAM_A=" + HASH,
                        "caramba.access.keys.team-b=" + HASH)
                .settings()
                .access();

        assertEquals(Map.of("alice", HASH, "team_a", HASH, "team-b", HASH), access.keys());
    }

    @Test
    void a_key_in_place_of_its_hash_is_not_shown() {
        var configured = TestConfig.with("CARAMBA_ACCESS_KEYS_ALICE=sk-secret");

        var e = assertThrows(ConfigurationException.class, configured::settings);

        assertEquals(
                "caramba.access.keys.alice: (hidden) (expected: the SHA-256 of a key, 64 hexadecimal digits)",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "A=b, false",
        "REDIS_URL=redis://r, true",
        "QUARKUS_REDIS_HOSTS=redis://r, true",
        "CARAMBA_STORE_TYPE=redis, true"
    })
    void health_is_shared_when_a_redis_is_configured(String entry, boolean shared) {
        assertEquals(shared, TestConfig.with(entry).settings().store().shared());
        assertFalse(TestConfig.with("REDIS_URL=redis://r", "CARAMBA_STORE_TYPE=memory")
                .settings()
                .store()
                .shared());
    }
}

package dev.caramba.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Usage;
import dev.caramba.prompt.Target;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageValuesTest {

    private static final Target MINI = new Target("openai", "gpt-4o-mini");

    @TempDir
    Path directory;

    @Test
    void nothing_is_counted_unless_it_is_said() {
        assertEquals(new UsageValues(false, Duration.ofDays(90), 0.8, false, Optional.empty(), Map.of()), usage());
        assertTrue(usage("CARAMBA_USAGE_ENABLED=true").enabled());
        assertTrue(usage("CARAMBA_USAGE_ALLOW_UNPRICED=true").allowUnpriced());
    }

    @Test
    void reads_days() {
        assertEquals(Duration.ofDays(400), usage("caramba.usage.retention=400d").retention());
        assertEquals(Duration.ofHours(36), usage("caramba.usage.retention=36h").retention());
        assertEquals(Duration.ofDays(7), usage("caramba.usage.retention=P7D").retention());
    }

    @Test
    void prices_of_the_operator_count_before_those_of_a_file_and_of_the_product() throws IOException {
        var file = Files.writeString(directory.resolve("prices.json"), """
                [{"provider": "openai", "model": "gpt-4o-mini", "input": 5, "output": 5, "asOf": "2026-11-22", "source": "contract"},
                 {"provider": "mine", "model": "a/b", "input": 1, "output": 1, "asOf": "2026-11-22", "source": "contract"}]
                """);

        var fromFile = usage("CARAMBA_USAGE_PRICES_FILE=" + file).allPrices();
        var set = usage(
                        "CARAMBA_USAGE_PRICES_FILE=" + file,
                        "CARAMBA_USAGE_PRICES=openai/gpt-4o-mini=2:1:3, mine/c = 4:6")
                .allPrices();

        assertEquals(10_000, fromFile.get(MINI).nanos(Usage.of(1, 1)));
        assertEquals(2_000, fromFile.get(new Target("mine", "a/b")).nanos(Usage.of(1, 1)));
        assertEquals(5_000, set.get(MINI).nanos(Usage.of(1, 1)));
        assertEquals(10_000, set.get(new Target("mine", "c")).nanos(Usage.of(1, 1)));
        assertTrue(set.containsKey(new Target("anthropic", "claude-sonnet-5-5")));
        assertFalse(set.containsKey(new Target("mine", "d")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "caramba.usage.enabled=yes | caramba.usage.enabled: yes (expected: true or false)",
                "caramba.usage.retention=0d | caramba.usage.retention: 0d"
                        + " (expected: a number of days such as 90d, from 1d to 3660d)",
                "caramba.usage.retention=forever | caramba.usage.retention: forever"
                        + " (expected: a number of days such as 90d, from 1d to 3660d)",
                "caramba.usage.budget-warning=0 | caramba.usage.budget-warning: 0"
                        + " (expected: a number above 0 and up to 1, such as 0.8)",
                "caramba.usage.prices=openai/m=cheap | caramba.usage.prices: openai/m=cheap (expected: comma-separated"
                        + " provider/model=input:output or provider/model=input:cached:output in US dollars for a million"
                        + " tokens, such as openai/gpt-4o-mini=0.15:0.075:0.6)"
            })
    void what_is_wrong_is_told(String entry, String message) {
        var e = assertThrows(ConfigurationException.class, () -> usage(entry));

        assertEquals(message, e.getMessage());
    }

    @Test
    void a_file_that_is_no_price_table_is_told() throws IOException {
        var wrong = Files.writeString(directory.resolve("wrong.json"), "[{\"provider\":\"x\"}]");
        var missing = directory.resolve("missing.json");

        assertEquals(
                "caramba.usage.prices-file: " + wrong
                        + " (expected: prices as docs/configuration.md shows them; line 1: asOf (expected: a text))",
                assertThrows(
                                ConfigurationException.class,
                                () -> usage("caramba.usage.prices-file=" + wrong)
                                        .allPrices())
                        .getMessage());
        assertEquals(
                "caramba.usage.prices-file: " + missing + " (expected: a file in UTF-8 that can be read)",
                assertThrows(
                                ConfigurationException.class,
                                () -> usage("caramba.usage.prices-file=" + missing)
                                        .allPrices())
                        .getMessage());
    }

    private static UsageValues usage(String... entries) {
        return TestConfig.with(entries).settings().usage();
    }
}

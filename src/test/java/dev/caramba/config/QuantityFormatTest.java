package dev.caramba.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityFormatTest {

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "3s, PT3S",
        "2m, PT2M",
        "1h, PT1H",
        "3 S, PT3S",
        "0s, PT0S",
        "PT3S, PT3S",
        "pt1m30s, PT1M30S",
        "P1D, PT24H"
    })
    void reads_durations(String text, Duration expected) {
        assertEquals(Optional.of(expected), QuantityFormat.duration(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "5", "", "3d", "-3s", "1.5s", "3s2m", "s", "99999999999999s", "٣s"})
    void refuses_what_is_no_duration(String text) {
        assertEquals(Optional.empty(), QuantityFormat.duration(text));
    }

    @ParameterizedTest
    @CsvSource({"250ms, 250ms", "3s, 3s", "90s, 90s", "120s, 2m", "60m, 60m"})
    void writes_durations_as_it_reads_them(String text, String expected) {
        assertEquals(expected, QuantityFormat.text(QuantityFormat.duration(text).orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource({"65536, 65536", "64K, 65536", "8m, 8388608", "1G, 1073741824", "0, 0"})
    void reads_sizes(String text, long expected) {
        assertEquals(Optional.of(expected), QuantityFormat.size(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8MB", "K", "-1", "1.5M", ""})
    void refuses_what_is_no_size(String text) {
        assertEquals(Optional.empty(), QuantityFormat.size(text));
    }
}

package dev.caramba.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.format.Json;
import dev.caramba.generation.Caching;
import dev.caramba.generation.ProviderException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachingReadingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "300 | PT5M",
                "0.25 | PT0.25S",
                "0.0001 | PT0.001S",
                "\"5m\" | PT5M",
                "\" 90 s \" | PT1M30S",
                "\"PT1H\" | PT1H",
                "1e300 | P3650D",
                "1e999999999 | P3650D",
                "1e-999999999 | PT0.001S"
            })
    void a_ttl_is_seconds_or_a_length_of_time(String json, Duration expected) {
        assertEquals(Optional.of(expected), read("{\"ttl\":" + json + "}").ttl());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"ttl\":0} | cache.ttl",
                "{\"ttl\":-5} | cache.ttl",
                "{\"ttl\":\"0s\"} | cache.ttl",
                "{\"ttl\":\"-PT5S\"} | cache.ttl",
                "{\"ttl\":\"5 minutes\"} | cache.ttl",
                "{\"ttl\":true} | cache.ttl",
                "{\"key\":1} | cache.key",
                "{\"key\":\"\"} | cache.key",
                "[] | cache",
                "\"5m\" | cache",
                "300 | cache"
            })
    void what_is_wrong_is_named(String json, String field) {
        var wrong = assertThrows(ProviderException.class, () -> read(json));

        assertEquals(Optional.of(field), wrong.failure().param());
    }

    @Test
    void a_key_has_a_length() {
        assertEquals(Optional.of("v2"), read("{\"key\":\"v2\"}").key());
        assertEquals(
                255,
                read("{\"key\":\"" + "k".repeat(255) + "\"}")
                        .key()
                        .orElseThrow()
                        .length());
        assertThrows(ProviderException.class, () -> read("{\"key\":\"" + "k".repeat(256) + "\"}"));
    }

    @Test
    void true_and_nothing_leave_it_to_the_route_and_false_wants_none() {
        assertEquals(Caching.UNSAID, read("true"));
        assertEquals(Caching.UNSAID, read("null"));
        assertEquals(Caching.UNSAID, read("{}"));
        assertEquals(Caching.UNSAID, read("{\"ttl\":null,\"key\":null}"));
        assertEquals(Caching.NONE, read("false"));
    }

    @Test
    void it_is_not_passed_on() {
        var body = Json.object("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"cache\":{\"ttl\":5}}")
                .orElseThrow();

        var request = RequestReader.chat(body, Json.write(body));

        assertFalse(request.params().extras().containsKey("cache"));
        assertEquals(Optional.of(Duration.ofSeconds(5)), request.caching().ttl());
    }

    private static Caching read(String cache) {
        var body = Json.object("{\"prompt\":\"Hi\",\"cache\":" + cache + "}").orElseThrow();
        return RequestReader.generate(body).caching();
    }
}

package dev.caramba.dialect.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.dialect.Samples;
import dev.caramba.dialect.openai.OpenAiDialect;
import dev.caramba.dialect.openai.OpenAiFlavour;
import dev.caramba.generation.FailureKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RetryHintsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // retry-after-ms comes first, a fraction is rounded up
                "retry-after-ms=1250; retry-after=2                                             | 1250",
                "retry-after-ms=12.0001                                                         | 13",
                "retry-after-ms=soon; retry-after=2                                             | 2000",
                // Retry-After: seconds or a date, read against the response's own
                "retry-after=7                                                                  | 7000",
                "retry-after=' 1.5 '                                                            | 1500",
                "retry-after=0.0000001                                                          | 1",
                "retry-after=1.0000000000000000000000001                                        | 1001",
                "retry-after=Sun, 22 Nov 2026 10:01:30 GMT; date=Sun, 22 Nov 2026 10:00:00 GMT  | 90000",
                "retry-after=Sun, 22 Nov 2026 10:01:30 GMT; date=Sun, 22 Nov 2026 10:01:00 GMT  | 30000",
                "retry-after=Sun, 22 Nov 2026 10:01:30 GMT                                      | 90000",
                "retry-after=Sun, 22 Nov 2026 10:01:30 GMT; date=yesterday                      | 90000",
                "retry-after=Sun, 22 Nov 2026 09:00:00 GMT                                      |",
                // the exhausted bucket that takes longest
                "x-ratelimit-remaining-tokens=0; x-ratelimit-reset-tokens=6m0s                  | 360000",
                "x-ratelimit-remaining-tokens=1; x-ratelimit-reset-tokens=6m0s                  |",
                "x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=8.64s; "
                        + "x-ratelimit-remaining-project-tokens=0; x-ratelimit-reset-project-tokens=1h2m3.5s | 3723500",
                "x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=120ms             | 120",
                "x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=1us               | 1",
                "x-ratelimit-remaining-tokens-minute=0; x-ratelimit-reset-tokens-minute=41.25; "
                        + "x-ratelimit-remaining-requests-day=9; x-ratelimit-reset-requests-day=33011.38 | 41250",
                "x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=30                | 30000",
                "x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=1795341600        |",
                "x-ratelimit-remaining-requests=0                                               |",
                "retry-after=7; x-ratelimit-remaining-tokens=0; x-ratelimit-reset-tokens=6m0s   | 7000",
                // what some gateways write and nobody can wait for
                "x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=0                 |",
                "x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=-1                |",
                "x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=0s                |",
                "x-ratelimit-remaining-requests=-1; x-ratelimit-reset-requests=5s               |",
                "x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=5 s               |",
                "retry-after=0                                                                  |",
                "retry-after=-5                                                                 |",
                "retry-after=NaN                                                                |",
                "retry-after=1e999999999                                                        |",
                "retry-after=Infinity                                                           |",
                "retry-after=''                                                                 |",
                // bounded, never an overflow
                "retry-after=99999999999999999999999999999                                      | 31536000000",
                "retry-after-ms=99999999999999999999999999999.5                                 | 31536000000",
                "retry-after=Fri, 31 Dec 9999 23:59:59 GMT                                      | 31536000000",
                "x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=99999999999999h   | 31536000000"
            })
    void reads_how_long_to_wait(String headers, Long millis) {
        var reply = Samples.reply(429, "", parse(headers));

        var hint = RetryHints.of(FailureKind.RATE_LIMITED, reply, RateLimitBuckets.OPENAI::exhaustedFor);

        assertEquals(Optional.ofNullable(millis).map(Duration::ofMillis), hint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Limit 8000, Used 7772, Requested 951. Please try again in 5.4225s. Need more? | 5423",
                "Rate limit reached. Please try again in 1m2.5s.                               | 62500",
                "Please try again in 250ms.                                                    | 250",
                "Please retry after 46 seconds.                                                | 46000",
                "Your request was throttled, try again after 1 seconds                         | 1000",
                "Please wait 250 milliseconds before trying again                              | 250",
                "Try again in 2 minutes and 30 seconds.                                        | 150000",
                "Retry in 1h0m3s                                                               | 3603000",
                "Please try again in 0s                                                        |",
                "Please try again later                                                        |",
                "Please try again in 3 days                                                    |",
                "Limit 5s, used 4s                                                             |",
                "You may retry after 2026-11-30T10:00:00Z                                      |"
            })
    void the_words_of_the_message_count_last(String message, Long millis) {
        var body = "{\"error\":{\"message\":\"" + message + "\"}}";
        var expected = Optional.ofNullable(millis).map(Duration::ofMillis);

        assertEquals(expected, hint(body, Map.of()));
        assertEquals(Optional.of(Duration.ofSeconds(7)), hint(body, Map.of("retry-after", "7")));
    }

    private static Optional<Duration> hint(String body, Map<String, String> headers) {
        return RetryHints.of(
                FailureKind.RATE_LIMITED, Samples.reply(429, body, headers), RateLimitBuckets.OPENAI::exhaustedFor);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void only_failures_that_pass_carry_a_hint(FailureKind kind) {
        var passing = EnumSet.of(
                FailureKind.RATE_LIMITED, FailureKind.OVERLOADED, FailureKind.UNAVAILABLE, FailureKind.TIMEOUT);

        var hint = RetryHints.of(kind, Samples.reply(429, "", Map.of("retry-after", "7")), reply -> Optional.empty());

        assertEquals(passing.contains(kind), hint.isPresent());
    }

    @Test
    void the_providers_own_form_counts_where_headers_say_nothing() {
        var reply = Samples.reply(503, "", Map.of("retry-after", "later"));

        var hint = RetryHints.of(FailureKind.UNAVAILABLE, reply, own -> WaitTimes.ofUnits("45.837906927s"));

        assertEquals(Optional.of(Duration.ofMillis(45_838)), hint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=8.64s | 8640",
                "x-ratelimit-remaining-project-tokens=0; x-ratelimit-reset-project-tokens=2s | 2000",
                "x-ratelimit-remaining-requests=9; x-ratelimit-reset-requests=8.64s | 0",
                "x-ratelimit-remaining-requests=0; x-ratelimit-reset-requests=-1 | 0",
                "retry-after=9 | 0"
            })
    void a_successful_response_tells_of_an_exhausted_limit(String headers, long millis) {
        var dialect = new OpenAiDialect(OpenAiFlavour.OPENAI);

        var exhausted = dialect.exhaustedFor(Samples.reply(200, "", parse(headers)));

        assertEquals(Duration.ofMillis(millis), exhausted);
    }

    private static Map<String, String> parse(String headers) {
        var map = new LinkedHashMap<String, String>();
        for (var header : headers.split(";")) {
            var parts = header.strip().split("=", 2);
            map.put(parts[0], parts[1].replace("'", ""));
        }
        return map;
    }
}

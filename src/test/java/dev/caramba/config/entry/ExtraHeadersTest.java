package dev.caramba.config.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.config.ConfigException;
import dev.caramba.config.ConfigKeyNames;
import dev.caramba.settings.TestConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtraHeadersTest {

    private static final String PREFIX = "CARAMBA_PROVIDERS_MINE_";

    @Test
    void a_variable_names_a_header_with_underscores_for_dashes() {
        assertEquals(
                Map.of(
                        "http-referer",
                        "https://a.example/?b=$c",
                        "x-title",
                        "a, b \\ ${c}",
                        "authorization",
                        "Basic eA=="),
                headers(
                        PREFIX + "HEADERS_HTTP_REFERER=https://a.example/?b=$c",
                        PREFIX + "HEADERS_X_TITLE=a, b \\ ${c}",
                        PREFIX + "HEADERS_AUTHORIZATION=Basic eA=="));
    }

    @Test
    void a_header_may_be_called_like_a_key_of_the_entry() {
        assertEquals(
                Map.of("x-model", "1", "api-key", "2", "models", "3", "x-base-url", "4"),
                headers(
                        PREFIX + "HEADERS_X_MODEL=1",
                        PREFIX + "HEADERS_API_KEY=2",
                        PREFIX + "HEADERS_MODELS=3",
                        PREFIX + "HEADERS_X_BASE_URL=4"));
    }

    @Test
    void a_file_names_it_as_it_is_and_the_variable_wins() {
        assertEquals(
                Map.of("x-team", "of the variable", "x-other", "2", "plain", "3"),
                headers(
                        "caramba.providers.mine.headers.\"X-Team\"=of the file",
                        "caramba.providers.mine.headers.X-Other=2",
                        "caramba.providers.mine.headers.plain=3",
                        PREFIX + "HEADERS_X_TEAM=of the variable"));
    }

    @Test
    void an_empty_value_is_no_header() {
        assertEquals(Map.of(), headers(PREFIX + "HEADERS_X_TEAM="));
    }

    @ParameterizedTest
    @CsvSource({
        "HOST, a header that does not belong to the connection",
        "CONTENT_LENGTH, a header that does not belong to the connection",
        "TRANSFER_ENCODING, a header that does not belong to the connection",
        "CONNECTION, a header that does not belong to the connection",
        "UPGRADE, a header that does not belong to the connection",
        "PROXY_AUTHORIZATION, a header that does not belong to the connection"
    })
    void headers_of_the_connection_are_refused(String header, String expected) {
        var line = mistake(PREFIX + "HEADERS_" + header + "=secret-1");
        assertEquals(
                PREFIX + "HEADERS_" + header + ": (hidden) (expected: " + expected + ", as "
                        + header.toLowerCase().replace('_', '-') + " does)",
                line);
    }

    @Test
    void a_value_that_no_header_can_hold_is_refused_without_being_shown() {
        var expected = PREFIX
                + "HEADERS_X_A: (hidden) (expected: printable ASCII characters in one line, without white space around them)";
        for (var value : new String[] {"secret\r\nx: 1", "sécret", "secret\u0000", "secret\n"}) {
            assertEquals(expected, mistake(PREFIX + "HEADERS_X_A=" + value));
        }
    }

    @Test
    void a_name_that_no_header_can_have_is_refused() {
        assertEquals(
                "caramba.providers.mine.headers.x team: (hidden) (expected: the name of a header, such as x-title)",
                mistake("caramba.providers.mine.headers.\"x team\"=secret"));
    }

    private static Map<String, String> headers(String... entries) {
        return config(entries).enabled().get("mine").endpoint().headers();
    }

    private static String mistake(String... entries) {
        var config = config(entries);
        var mistake = assertThrows(ConfigException.class, config::enabled);
        return mistake.line(new ConfigKeyNames(config.config()).of(mistake));
    }

    private static TestConfig config(String... entries) {
        var all = new String[entries.length + 2];
        System.arraycopy(entries, 0, all, 0, entries.length);
        all[entries.length] = PREFIX + "BASE_URL=http://localhost:1";
        all[entries.length + 1] = PREFIX + "MODEL=m";
        return TestConfig.with(all);
    }
}

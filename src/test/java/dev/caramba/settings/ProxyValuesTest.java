package dev.caramba.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caramba.config.ConfigException;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyValuesTest {

    private static final String HTTP = "http://model.example:8000/v1";
    private static final String HTTPS = "https://api.example/v1";

    @Test
    void each_scheme_has_its_variable_in_small_and_capital_letters() {
        assertEquals("a:1", proxy(HTTP, "HTTP_PROXY=http://a:1", "HTTPS_PROXY=http://b:2"));
        assertEquals("b:2", proxy(HTTPS, "HTTP_PROXY=http://a:1", "HTTPS_PROXY=http://b:2"));
        assertEquals("a:1", proxy(HTTP, "http_proxy=http://a:1", "https_proxy=http://b:2"));
        assertEquals("b:2", proxy(HTTPS, "http_proxy=http://a:1", "https_proxy=http://b:2"));
        assertEquals("none", proxy(HTTP, "https_proxy=http://b:2"));
        assertEquals("none", proxy(HTTPS, "HTTP_PROXY=http://a:1"));
        assertEquals("none", proxy(HTTPS));
        assertEquals("none", proxy(HTTPS, "HTTPS_PROXY="));
    }

    @Test
    void all_proxy_is_for_what_has_no_variable_of_its_own() {
        assertEquals("a:1", proxy(HTTP, "ALL_PROXY=http://a:1"));
        assertEquals("a:1", proxy(HTTPS, "all_proxy=http://a:1"));
        assertEquals("b:2", proxy(HTTPS, "all_proxy=http://a:1", "HTTPS_PROXY=http://b:2"));
    }

    @Test
    void keys_of_the_product_take_the_place_of_the_variables() {
        assertEquals("c:3", proxy(HTTPS, "HTTPS_PROXY=http://b:2", "CARAMBA_HTTP_PROXY=http://c:3"));
        assertEquals("c:3", proxy(HTTP, "HTTPS_PROXY=http://b:2", "caramba.http.proxy=http://c:3"));
        assertEquals("none", proxy(HTTPS, "HTTPS_PROXY=http://b:2", "CARAMBA_HTTP_PROXY=none"));
        assertEquals("b:2", proxy(HTTPS, "HTTPS_PROXY=b:2", "NO_PROXY=*", "CARAMBA_HTTP_NO_PROXY=other"));
        assertEquals("none", proxy(HTTPS, "HTTPS_PROXY=b:2", "CARAMBA_HTTP_NO_PROXY=.example"));
        assertEquals("none", proxy(HTTPS, "CARAMBA_HTTP_PROXY=c:3", "no_proxy=api.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "proxy:3128, HTTP, proxy, 3128",
        "proxy, HTTP, proxy, 80",
        "http://proxy/, HTTP, proxy, 80",
        "HTTP://my_proxy:8080, HTTP, my_proxy, 8080",
        "http://[::1]:3128, HTTP, ::1, 3128",
        "socks5://proxy, SOCKS5, proxy, 1080",
        "socks5h://proxy:9050, SOCKS5, proxy, 9050"
    })
    void an_address_may_leave_out_its_scheme_and_port(String address, ProxyType type, String host, int port) {
        var proxy = of(HTTPS, "HTTPS_PROXY=" + address).orElseThrow();

        assertEquals(type, proxy.getType());
        assertEquals(host, proxy.getHost());
        assertEquals(port, proxy.getPort());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "user:pass user pass",
                "us%40er:p%3Aa+s$s%25 us@er p:a+s$s%",
                "u:p@ss/w#rd%z u p@ss/w#rd%z",
                "user user ''"
            })
    void user_and_password_may_be_encoded_or_not(String credentials, String user, String password) {
        var proxy =
                of(HTTPS, "HTTPS_PROXY=http://" + credentials + "@proxy:3128").orElseThrow();

        assertEquals(user, proxy.getUsername());
        assertEquals(password, proxy.getPassword());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:secret@proxy:443", "ftp://proxy", "http://user:secret@", "http://a b"})
    void what_is_no_proxy_is_a_mistake_that_shows_no_password(String address) {
        var mistake = assertThrows(ConfigException.class, () -> of(HTTPS, "HTTPS_PROXY=" + address));

        assertEquals(
                "HTTPS_PROXY: (hidden) (expected: none, or an address such as http://user:password@proxy:3128 or"
                        + " socks5://proxy:1080)",
                mistake.getMessage().replace("https_proxy", "HTTPS_PROXY"));
    }

    private static String proxy(String url, String... entries) {
        return of(url, entries)
                .map(proxy -> proxy.getHost() + ":" + proxy.getPort())
                .orElse("none");
    }

    private static Optional<ProxyOptions> of(String url, String... entries) {
        return TestConfig.with(entries).settings().proxies().of(URI.create(url));
    }
}

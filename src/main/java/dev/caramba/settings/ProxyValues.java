package dev.caramba.settings;

import dev.caramba.config.CarambaConfig.HttpKeys;
import dev.caramba.config.ConfigException;
import dev.caramba.config.ConfigSection;
import dev.caramba.format.Authority;
import dev.caramba.wire.proxy.DirectHosts;
import dev.caramba.wire.proxy.ProxyRules;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads which requests go through a proxy: by the keys of {@code caramba.http}, else by the variables that most clients
 * know.
 */
final class ProxyValues {

    private static final ConfigSection SECTION = new ConfigSection("caramba.http");
    private static final String NONE = "none";
    private static final String EXPECTED =
            "none, or an address such as http://user:password@proxy:3128 or socks5://proxy:1080";
    private static final Map<String, ProxyType> TYPES = Map.of(
            "http", ProxyType.HTTP,
            "socks4", ProxyType.SOCKS4,
            "socks5", ProxyType.SOCKS5,
            "socks5h", ProxyType.SOCKS5);

    private static final int HTTP_PORT = 80;
    private static final int SOCKS_PORT = 1080;

    private ProxyValues() {}

    /** @param variables looks up a variable */
    static ProxyRules read(HttpKeys keys, Function<String, Optional<String>> variables) {
        var direct = new DirectHosts(SECTION.text(keys.noProxy())
                .or(() -> variable(variables, "no_proxy"))
                .orElse(""));
        var own = SECTION.text(keys.proxy());
        if (own.isPresent()) {
            var proxy = proxy(SECTION.key("proxy"), own.get());
            return new ProxyRules(proxy, proxy, direct);
        }
        var http = of(variables, "http_proxy");
        var https = of(variables, "https_proxy");
        return http.isEmpty() && https.isEmpty() ? ProxyRules.DIRECT : new ProxyRules(http, https, direct);
    }

    private static Optional<ProxyOptions> of(Function<String, Optional<String>> variables, String name) {
        return Stream.of(name, "all_proxy")
                .flatMap(variable -> Stream.of(variable, variable.toUpperCase(Locale.ROOT)))
                .flatMap(variable ->
                        SECTION.text(variables.apply(variable)).stream().map(text -> proxy(variable, text)))
                .findFirst()
                .flatMap(proxy -> proxy);
    }

    private static Optional<String> variable(Function<String, Optional<String>> variables, String name) {
        return SECTION.text(variables.apply(name))
                .or(() -> SECTION.text(variables.apply(name.toUpperCase(Locale.ROOT))));
    }

    /** Errors do not show the address: it may have a password. */
    private static Optional<ProxyOptions> proxy(String key, String text) {
        if (text.equalsIgnoreCase(NONE)) {
            return Optional.empty();
        }
        var address = text.contains("://") ? text : "http://" + text;
        var scheme = address.substring(0, address.indexOf("://")).toLowerCase(Locale.ROOT);
        var type = Optional.ofNullable(TYPES.get(scheme)).orElseThrow(() -> ConfigException.secret(key, EXPECTED));
        var rest = address.substring(scheme.length() + "://".length());
        int at = rest.lastIndexOf('@');
        var authority = authority(rest.substring(at + 1)).orElseThrow(() -> ConfigException.secret(key, EXPECTED));
        var proxy = new ProxyOptions()
                .setType(type)
                .setHost(authority.host().replaceAll("^\\[|]$", ""))
                .setPort(authority.port().orElse(type == ProxyType.HTTP ? HTTP_PORT : SOCKS_PORT));
        if (at >= 0) {
            var credentials = rest.substring(0, at);
            int colon = credentials.indexOf(':');
            proxy.setUsername(decoded(colon < 0 ? credentials : credentials.substring(0, colon)));
            proxy.setPassword(colon < 0 ? "" : decoded(credentials.substring(colon + 1)));
        }
        return Optional.of(proxy);
    }

    private static Optional<Authority> authority(String text) {
        try {
            return Authority.of(URI.create("http://" + text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Undoes percent-encoding; a percent sign that encodes nothing stays. */
    private static String decoded(String text) {
        var encoded = text.replace("+", "%2B").replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}

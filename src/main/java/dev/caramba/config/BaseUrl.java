package dev.caramba.config;

import dev.caramba.format.Authority;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Checks the addresses of providers. */
public final class BaseUrl {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final String EXPECTED =
            "an http or https address such as https://api.openai.com/v1, without credentials or a query";

    private BaseUrl() {}

    /** Returns the address without trailing slashes, or throws a {@link ConfigException} when it is no base URL. */
    public static String checked(String key, String url) {
        return checked(key, url, url);
    }

    /**
     * Checks an address that was derived from a configured value.
     *
     * @param value what the operator wrote, which the mistake shows
     */
    public static String checked(String key, String value, String url) {
        try {
            var uri = new URI(url);
            if (uri.getScheme() == null
                    || !SCHEMES.contains(uri.getScheme())
                    || Authority.of(uri)
                            .filter(authority -> authority.userInfo().isEmpty())
                            .isEmpty()
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                throw wrong(key, value);
            }
            return url.replaceAll("/+$", "");
        } catch (URISyntaxException e) {
            throw wrong(key, value);
        }
    }

    /** Checks an address whose client knows no host name with an underscore. */
    public static String checkedHost(String key, String url) {
        var checked = checked(key, url);
        if (URI.create(url).getHost() == null) {
            throw wrong(key, url);
        }
        return checked;
    }

    /** Hides a value that could hold a password. */
    private static ConfigException wrong(String key, String value) {
        return value.contains("@") || value.contains("?")
                ? ConfigException.secret(key, EXPECTED)
                : ConfigException.wrong(key, value, EXPECTED);
    }
}

package dev.caramba.format;

import java.net.URI;
import java.util.Optional;

/**
 * The address of a request, taken apart once for all requests that go there.
 *
 * @param uri absolute, http or https
 * @param host a name, an IPv4 address, or an IPv6 address in brackets
 * @param tls whether the connection is encrypted
 * @param path the path and the query, with a leading slash
 */
public record HttpAddress(URI uri, String host, int port, boolean tls, String path) {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** @throws IllegalArgumentException when the text is no absolute address with a host */
    public static HttpAddress of(String text) {
        var uri = URI.create(text);
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        var authority = Authority.of(uri).orElseThrow(() -> new IllegalArgumentException("no host: " + uri));
        var path = Optional.ofNullable(uri.getRawPath())
                .filter(given -> !given.isEmpty())
                .orElse("/");
        var query =
                Optional.ofNullable(uri.getRawQuery()).map(given -> "?" + given).orElse("");
        return new HttpAddress(
                uri, authority.host(), authority.port().orElse(tls ? HTTPS_PORT : HTTP_PORT), tls, path + query);
    }
}

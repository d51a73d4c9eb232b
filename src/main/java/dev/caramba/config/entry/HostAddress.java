package dev.caramba.config.entry;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads {@code OLLAMA_HOST} and {@code LMSTUDIO_HOST}: a URL, {@code host:port}, {@code host} or {@code :port}. These
 * variables also tell the local server where to listen. An address that means every interface therefore becomes
 * {@code localhost}.
 */
final class HostAddress {

    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?<host>\\[[0-9a-f:.]+]|[^:/\\[\\]]*)(?<port>:\\d{1,5})?(?<path>/.*)?");
    private static final Pattern EVERY_INTERFACE = Pattern.compile("|0\\.0\\.0\\.0|\\[::]");

    private HostAddress() {}

    /** Returns the base URL that {@code value} means, unchecked. */
    static String baseUrl(BuiltInProvider provider, String value) {
        int scheme = value.indexOf("://");
        var rest = scheme < 0 ? value : value.substring(scheme + 3);
        var matcher = HOST_AND_PORT.matcher(rest.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return value;
        }
        var host = EVERY_INTERFACE.matcher(matcher.group("host")).matches() ? "localhost" : matcher.group("host");
        var port = matcher.group("port") != null ? matcher.group("port") : scheme < 0 ? defaultPort(provider) : "";
        var path = matcher.group("path") == null ? "" : rest.substring(matcher.start("path"));
        var url = (scheme < 0 ? "http://" : value.substring(0, scheme + 3)) + host + port + path;
        return provider == BuiltInProvider.LMSTUDIO ? withVersion(url) : url;
    }

    private static String withVersion(String url) {
        var trimmed = url.replaceAll("/+$", "");
        return trimmed.endsWith("/v1") ? trimmed : trimmed + "/v1";
    }

    private static String defaultPort(BuiltInProvider provider) {
        return provider.baseUrl().replaceAll("^.*(:\\d+).*$", "$1");
    }
}

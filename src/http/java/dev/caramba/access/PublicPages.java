package dev.caramba.access;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The pages that a browser may load without a key, like a login page: the files of the status page, which hold no data,
 * and the redirect from {@code /} to it. Only reading them is public, since an event may be sent to any path.
 */
public final class PublicPages {

    public static final String STATUS = "/status";

    /** The public files by their path. */
    public static final Map<String, String> FILES = Map.of(
            STATUS,
            "page.html",
            STATUS + "/page.css",
            "page.css",
            STATUS + "/page.js",
            "page.js",
            STATUS + "/icon.svg",
            "icon.svg");

    /** The paths by whose heads clients open a connection. */
    public static final Set<String> GREETED = Set.of("/api/hello", "/");

    private static final Pattern REFUSED = Pattern.compile(".*;\\s*q\\s*=\\s*0(\\.0*)?\\s*(;.*)?");

    private PublicPages() {}

    /** Returns whether the request needs no key. */
    static boolean include(RoutingContext request) {
        return reads(request) && FILES.containsKey(request.normalizedPath()) || visits(request) || greets(request);
    }

    /** Returns whether the request only opens a connection; it is no event. */
    private static boolean greets(RoutingContext request) {
        return request.request().method().equals(HttpMethod.HEAD)
                && GREETED.contains(request.normalizedPath())
                && isNoEvent(request);
    }

    /** Returns whether a person opens {@code /} in a browser: the request accepts HTML by name and is no event. */
    public static boolean visits(RoutingContext request) {
        var headers = request.request().headers();
        return request.request().method().equals(HttpMethod.GET)
                && request.normalizedPath().equals("/")
                && Optional.ofNullable(headers.get("accept")).stream()
                        .flatMap(list -> Arrays.stream(list.split(",")))
                        .anyMatch(PublicPages::isHtml)
                && isNoEvent(request);
    }

    private static boolean isNoEvent(RoutingContext request) {
        var headers = request.request().headers();
        return headers.names().stream()
                        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("ce-"))
                && !Optional.ofNullable(headers.get("content-type"))
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .contains("cloudevents");
    }

    private static boolean reads(RoutingContext request) {
        var method = request.request().method();
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    private static boolean isHtml(String range) {
        var text = range.strip().toLowerCase(Locale.ROOT);
        return text.split(";", 2)[0].strip().equals("text/html")
                && !REFUSED.matcher(text).matches();
    }
}

package dev.caramba.status;

import dev.caramba.access.PublicPages;
import dev.caramba.http.Methods;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves {@code GET /status} and the files of that page. A browser that asks for {@code /} is redirected there.
 * {@link PublicPages} decides who may read these files.
 */
@Singleton
final class StatusRoutes {

    /** The order of the route for {@code /}, before the events and the functions, which serve that path too. */
    private static final int BEFORE_THE_FUNCTIONS = -10_001;

    private static final List<HttpMethod> READING = List.of(HttpMethod.GET, HttpMethod.HEAD);

    /**
     * The content security policy. It allows only files from this origin, and forbids inline scripts, text that becomes
     * markup, and frames. The page shows error texts of providers next to a key, so those texts must do no harm.
     */
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'");

    /** The files that were read, by path. */
    private final Map<String, StatusFile> files = new ConcurrentHashMap<>();

    void routes(@Observes Router router) {
        router.get("/").order(BEFORE_THE_FUNCTIONS).handler(StatusRoutes::home);
        PublicPages.FILES.forEach((path, name) -> {
            // The first request reads the file, which would block the event loop.
            router.route(path).blockingHandler(request -> file(request, path, name), false);
        });
    }

    private static void home(RoutingContext request) {
        if (!PublicPages.visits(request)) {
            request.next();
            return;
        }
        request.response()
                .setStatusCode(303)
                .putHeader("location", PublicPages.STATUS)
                .putHeader("vary", "accept")
                .end();
    }

    private void file(RoutingContext request, String path, String name) {
        if (!request.normalizedPath().equals(path)) {
            request.next();
        } else if (!READING.contains(request.request().method())) {
            Methods.others(request, READING);
        } else {
            write(request, files.computeIfAbsent(path, ignored -> StatusFile.read(name)));
        }
    }

    private static void write(RoutingContext request, StatusFile file) {
        var response = request.response()
                .putHeader("etag", file.etag())
                .putHeader("cache-control", "no-cache")
                .putHeader("content-security-policy", POLICY)
                .putHeader("cross-origin-opener-policy", "same-origin")
                .putHeader("cross-origin-resource-policy", "same-origin");
        if (has(request, file.etag())) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("content-type", file.type());
        if (request.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("content-length", String.valueOf(file.content().length()))
                    .end();
        } else {
            response.end(file.content());
        }
    }

    private static boolean has(RoutingContext request, String etag) {
        return Optional.ofNullable(request.request().getHeader("if-none-match")).stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(tag -> tag.strip().replaceFirst("^W/", ""))
                .anyMatch(tag -> tag.equals(etag) || tag.equals("*"));
    }
}

package dev.caramba.http;

import dev.caramba.error.HttpError;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Refuses paths below {@code /v1} that no route serves, before their bodies are read: OpenAI's clients take its
 * {@code unknown_url} for what it is, and any other 404 for a missing model. An event may be sent to any path.
 */
final class UnknownUrls implements Handler<RoutingContext> {

    private static final String ROOT = "/v1";
    private static final String BELOW = ROOT + "/";
    private static final int LONGEST = 200;

    private final Router router;
    private volatile SortedSet<String> known = new TreeSet<>();

    /** @param router the routes; they are looked up at the first request below {@code /v1}, when all are there */
    UnknownUrls(Router router) {
        this.router = router;
    }

    @Override
    public void handle(RoutingContext context) {
        var path = context.normalizedPath();
        if (!(path.equals(ROOT) || path.startsWith(BELOW)) || isServed(path) || isEvent(context.request())) {
            context.next();
            return;
        }
        context.fail(HttpError.refusal(404, "unknown_url", message(context.request()))
                .asException());
    }

    private boolean isServed(String path) {
        return known().contains(path) || known().stream().anyMatch(served -> isBelow(served, path));
    }

    /**
     * Returns whether a path is the one that a route serves. One that ends with a slash stands for all paths below it;
     * others may be asked with a slash behind. A segment with a colon stands for any segment.
     */
    private static boolean isBelow(String served, String path) {
        if (served.endsWith("/")) {
            return path.startsWith(served);
        }
        var expected = served.split("/");
        var given = path.split("/");
        return expected.length == given.length
                && IntStream.range(0, expected.length)
                        .allMatch(i ->
                                expected[i].equals(given[i]) || expected[i].startsWith(":") && !given[i].isEmpty());
    }

    private SortedSet<String> known() {
        if (known.isEmpty()) {
            known = router.getRoutes().stream()
                    .map(Route::getPath)
                    .filter(Objects::nonNull)
                    .filter(path -> path.startsWith(BELOW))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        return known;
    }

    private String message(HttpServerRequest request) {
        var path = request.path();
        var shown = path.length() <= LONGEST ? path : path.substring(0, LONGEST) + "...";
        var paths = known().stream()
                .filter(served -> !served.endsWith("/") && !served.contains(":"))
                .collect(Collectors.joining(", "));
        return "Unknown request URL: " + request.method() + " " + shown + ". There are: " + paths + ".";
    }

    private static boolean isEvent(HttpServerRequest request) {
        return EventRoute.carriesEvent(request) || RequestFilter.hasEvents(request);
    }
}

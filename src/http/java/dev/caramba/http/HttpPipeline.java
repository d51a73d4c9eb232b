package dev.caramba.http;

import dev.caramba.access.AccessGate;
import dev.caramba.error.HttpError;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Registers the handlers that run before all routes, in this order, and those that run after them. Two kinds of
 * malformed requests do not get here and are answered with a bare 400. Vert.x refuses an invalid request line, and
 * Quarkus refuses a path that cannot be decoded.
 */
@Singleton
final class HttpPipeline {

    /** The order of handlers that run before the body is read, so that a refused body is not parsed. */
    private static final int FIRST = Integer.MIN_VALUE;

    private static final int LAST = Integer.MAX_VALUE;

    private final SecurityHeaders security;
    private final RequestIds requestIds;
    private final AccessGate access;
    private final RequestFilter intake;
    private final ErrorRoute errors;

    HttpPipeline(
            SecurityHeaders security,
            RequestIds requestIds,
            AccessGate access,
            RequestFilter intake,
            ErrorRoute errors) {
        this.security = security;
        this.requestIds = requestIds;
        this.access = access;
        this.intake = intake;
        this.errors = errors;
    }

    void routes(@Observes Router router) {
        router.route().order(FIRST).failureHandler(errors);
        router.route().order(FIRST).handler(security);
        router.route().order(FIRST).handler(requestIds);
        router.route().order(FIRST).handler(access);
        router.route().order(FIRST).handler(new UnknownUrls(router));
        router.route().order(FIRST).handler(intake);
        router.route().order(LAST).handler(HttpPipeline::notFound);
    }

    private static void notFound(RoutingContext request) {
        request.fail(HttpError.refusal(404, "not_found", "There is nothing at this path.")
                .asException());
    }
}

package dev.caramba.http;

import dev.caramba.access.AccessGate;
import dev.caramba.call.OpenCalls;
import dev.caramba.error.HttpError;
import io.vertx.core.http.HttpMethod;
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

    /** The order of what refuses calls when the body is read: closing the connection before would lose the answer. */
    private static final int WITH_BODY = EventRoute.ORDER - 1;

    private static final HttpError STOPPING = HttpError.of(OpenCalls.STOPPING);

    private final OpenCalls open;
    private final SecurityHeaders security;
    private final RequestIds requestIds;
    private final LeavingConnections connections;
    private final AccessGate access;
    private final RequestFilter intake;
    private final ErrorRoute errors;

    HttpPipeline(
            OpenCalls open,
            SecurityHeaders security,
            RequestIds requestIds,
            LeavingConnections connections,
            AccessGate access,
            RequestFilter intake,
            ErrorRoute errors) {
        this.open = open;
        this.security = security;
        this.requestIds = requestIds;
        this.connections = connections;
        this.access = access;
        this.intake = intake;
        this.errors = errors;
    }

    void routes(@Observes Router router) {
        router.route().order(FIRST).failureHandler(errors);
        router.route().order(FIRST).handler(security);
        router.route().order(FIRST).handler(requestIds);
        router.route().order(FIRST).handler(connections);
        router.route().order(FIRST).handler(access);
        router.route().order(FIRST).handler(new UnknownUrls(router));
        router.route().order(FIRST).handler(intake);
        router.route().order(WITH_BODY).handler(this::refuseWhenClosed);
        router.route().order(LAST).handler(HttpPipeline::notFound);
    }

    private void refuseWhenClosed(RoutingContext request) {
        if (open.phase() == OpenCalls.Phase.CLOSED
                && request.request().method().equals(HttpMethod.POST)
                && RequestFilter.isCall(request.request())) {
            request.fail(STOPPING.asException());
        } else {
            request.next();
        }
    }

    private static void notFound(RoutingContext request) {
        request.fail(HttpError.refusal(404, "not_found", "There is nothing at this path.")
                .asException());
    }
}

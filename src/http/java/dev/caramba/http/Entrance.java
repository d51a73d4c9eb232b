package dev.caramba.http;

import dev.caramba.access.AccessGate;
import dev.caramba.error.HttpError;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Registers what stands before all routes, in this order, and what stands behind them. Only what is no request at all does
 * not come here: Vert.x refuses a line that is none, and Quarkus a path that cannot be decoded, with a bare 400.
 */
@Singleton
final class Entrance {

    /** Before the body is read: what is refused here is not parsed. */
    private static final int FIRST = Integer.MIN_VALUE;

    private static final int LAST = Integer.MAX_VALUE;

    private final SecurityHeaders security;
    private final RequestIds requestIds;
    private final AccessGate access;
    private final Intake intake;
    private final ErrorRoute errors;

    Entrance(SecurityHeaders security, RequestIds requestIds, AccessGate access, Intake intake, ErrorRoute errors) {
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
        router.route().order(FIRST).handler(intake);
        router.route().order(LAST).handler(Entrance::notFound);
    }

    private static void notFound(RoutingContext request) {
        request.fail(HttpError.refusal(404, "not_found", "There is nothing at this path.")
                .asException());
    }
}

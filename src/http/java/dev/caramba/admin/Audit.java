package dev.caramba.admin;

import dev.caramba.access.FleetAccess;
import dev.caramba.format.OneLine;
import dev.caramba.health.Control.Action;
import dev.caramba.http.HttpInvocation;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Logs one line for every action of an operator, whoever requested it and whatever its outcome. It runs before every
 * handler that might refuse the request.
 */
@Singleton
final class Audit {

    /** The name of the logger, so that the configuration can set its level and handlers. */
    static final String LOGGER = "dev.caramba.admin";

    private static final Logger LOG = Logger.getLogger(LOGGER);

    /** The order of this handler, before the one that checks access. */
    private static final int BEFORE_ACCESS = 1;

    private static final int MAX_LENGTH = 100;
    private static final int OK = 200;
    private static final String DONE = "done";

    private final boolean sharesKeys;

    Audit(FleetAccess fleet) {
        this.sharesKeys = fleet.keys().isPresent();
    }

    void routes(@Observes @Priority(BEFORE_ACCESS) Router router) {
        for (var action : Action.values()) {
            watch(router.post(path(action)), action.wireName());
        }
        if (sharesKeys) {
            watch(router.put(AccessRoutes.ONE), "put key");
            watch(router.delete(AccessRoutes.ONE), "revoke key");
        }
    }

    private static void watch(Route route, String action) {
        route.order(Integer.MIN_VALUE).handler(request -> {
            var logged = new AtomicBoolean();
            // The line is written before the operator gets the response, or when the operator has left without it.
            request.addHeadersEndHandler(head -> once(logged, () -> log(request, action, outcome(request))));
            request.addEndHandler(end -> once(logged, () -> log(request, action, "unknown")));
            request.next();
        });
    }

    static String path(Action action) {
        return "/providers/:name/" + action.wireName();
    }

    private static void once(AtomicBoolean logged, Runnable action) {
        if (logged.compareAndSet(false, true)) {
            action.run();
        }
    }

    private static String outcome(RoutingContext request) {
        int status = request.response().getStatusCode();
        return status == OK ? DONE : "refused status=" + status;
    }

    private static void log(RoutingContext request, String action, String outcome) {
        var operator = HttpInvocation.of(request);
        LOG.logf(
                outcome.equals(DONE) ? Logger.Level.INFO : Logger.Level.WARN,
                "%s %s by %s id=%s outcome=%s%s",
                action,
                printable(Optional.ofNullable(request.pathParam("name")).orElse("?")),
                operator.caller().name(),
                operator.requestId(),
                outcome,
                operator.trace().map(place -> " trace=" + place.traceId()).orElse(""));
    }

    /** Returns a caller's text in a form that is safe within a line. */
    private static String printable(String word) {
        return OneLine.of(word, MAX_LENGTH);
    }
}

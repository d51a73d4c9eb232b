package dev.caramba.http;

import dev.caramba.error.HttpError;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Runs before the HTTP binding of the functions, and passes on only what that binding handles correctly. That is the
 * right method on the exact path, with a JSON object as the body where the function takes one.
 */
@Singleton
final class FunctionRoutes {

    /** The order of these routes: after the events, before the binding. */
    private static final int ORDER = EventRoute.ORDER + 1;

    void routes(@Observes Router router) {
        function(router, "/generate", true, List.of(HttpMethod.POST));
        function(router, "/batch", true, List.of(HttpMethod.POST));
        function(router, "/providers", false, List.of(HttpMethod.GET));
        router.route("/").order(ORDER).handler(FunctionRoutes::root);
    }

    private static void function(Router router, String path, boolean takesObject, List<HttpMethod> methods) {
        router.route(path).order(ORDER).handler(request -> {
            if (!request.request().path().equals(path)) {
                request.fail(404);
            } else if (!methods.contains(request.request().method())) {
                Methods.others(request, methods);
            } else {
                if (takesObject) {
                    JsonBody.of(request);
                }
                HttpInvocation.of(request);
                request.next();
            }
        });
    }

    private static void root(RoutingContext request) {
        if (EventRoute.carriesEvent(request.request())) {
            request.next();
            return;
        }
        request.fail(
                HttpError.refusal(404, "not_found", "Only events are taken at this path, of type " + EventRoute.known())
                        .asException());
    }
}

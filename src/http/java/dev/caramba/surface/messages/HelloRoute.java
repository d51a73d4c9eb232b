package dev.caramba.surface.messages;

import dev.caramba.access.PublicPages;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers the greeting by which Claude Code opens its connection. */
@Singleton
final class HelloRoute {

    /** The order of the route for {@code /}, before the events and the functions, which serve that path too. */
    private static final int BEFORE_THE_FUNCTIONS = -10_001;

    void routes(@Observes Router router) {
        PublicPages.GREETED.forEach(path ->
                router.route(HttpMethod.HEAD, path).order(BEFORE_THE_FUNCTIONS).handler(HelloRoute::greet));
    }

    private static void greet(RoutingContext request) {
        request.response().end();
    }
}

package dev.caramba.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/**
 * Sets headers that restrict what browsers and caches may do with a response. It runs before all other handlers, so
 * that every response has them. A route that serves a page replaces the policy with its own.
 */
@Singleton
final class SecurityHeaders implements Handler<RoutingContext> {

    @Override
    public void handle(RoutingContext request) {
        request.response()
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("cache-control", "no-store")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
        request.next();
    }
}

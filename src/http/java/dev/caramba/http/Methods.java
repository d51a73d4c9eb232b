package dev.caramba.http;

import dev.caramba.error.HttpError;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.stream.Collectors;

/** Answers methods that a path does not support. */
public final class Methods {

    private Methods() {}

    /** Answers {@code OPTIONS} with the supported methods, and any other method with an error that lists them. */
    public static void others(RoutingContext request, List<HttpMethod> allowed) {
        var allow = allowed.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
        if (request.request().method().equals(HttpMethod.OPTIONS)) {
            request.response()
                    .setStatusCode(204)
                    .putHeader("allow", allow + ", OPTIONS")
                    .end();
            return;
        }
        request.fail(
                HttpError.refusal(405, "method_not_allowed", "The method is not allowed here (expected " + allow + ").")
                        .withHeader("allow", allow)
                        .asException());
    }
}

package dev.caramba.surface.completions;

import dev.caramba.http.JsonBody;
import dev.caramba.http.Methods;
import dev.caramba.surface.SurfaceCalls;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Serves {@code POST /v1/completions}. */
@Singleton
final class CompletionsRoute {

    private static final String PATH = "/v1/completions";
    private static final String FORM = "completions";

    private final SurfaceCalls calls;

    CompletionsRoute(SurfaceCalls calls) {
        this.calls = calls;
    }

    void routes(@Observes Router router) {
        router.post(PATH).handler(this::handle);
        router.route(PATH).handler(request -> Methods.others(request, List.of(HttpMethod.POST)));
    }

    private void handle(RoutingContext request) {
        var body = JsonBody.read(request);
        calls.answer(request, CompletionsRequest.read(body), FORM, body);
    }
}

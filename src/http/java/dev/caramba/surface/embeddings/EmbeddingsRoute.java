package dev.caramba.surface.embeddings;

import dev.caramba.http.JsonBody;
import dev.caramba.http.Methods;
import dev.caramba.surface.SurfaceCalls;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Serves {@code POST /v1/embeddings}. */
@Singleton
final class EmbeddingsRoute {

    private static final String PATH = "/v1/embeddings";
    private static final String FORM = "embeddings";

    private final SurfaceCalls calls;

    EmbeddingsRoute(SurfaceCalls calls) {
        this.calls = calls;
    }

    void routes(@Observes Router router) {
        router.post(PATH).handler(this::handle);
        router.route(PATH).handler(request -> Methods.others(request, List.of(HttpMethod.POST)));
    }

    private void handle(RoutingContext request) {
        var body = JsonBody.read(request);
        calls.answer(request, EmbeddingsRequest.read(body), FORM, body);
    }
}

package dev.caramba.surface.embeddings;

import dev.caramba.surface.SurfaceCalls;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

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
        calls.serve(router, PATH, FORM, EmbeddingsRequest::read);
    }
}

package dev.caramba.surface.completions;

import dev.caramba.surface.SurfaceCalls;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

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
        calls.serve(router, PATH, FORM, CompletionsRequest::read);
    }
}

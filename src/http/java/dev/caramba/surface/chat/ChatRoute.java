package dev.caramba.surface.chat;

import dev.caramba.surface.SurfaceCalls;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Serves {@code POST /v1/chat/completions}. */
@Singleton
final class ChatRoute {

    private static final String PATH = "/v1/chat/completions";
    private static final String FORM = "chat";

    private final SurfaceCalls calls;

    ChatRoute(SurfaceCalls calls) {
        this.calls = calls;
    }

    void routes(@Observes Router router) {
        calls.serve(router, PATH, FORM, ChatRequest::read);
    }
}

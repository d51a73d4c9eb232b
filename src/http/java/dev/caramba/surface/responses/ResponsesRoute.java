package dev.caramba.surface.responses;

import dev.caramba.http.HttpInvocation;
import dev.caramba.http.JsonBody;
import dev.caramba.http.Methods;
import dev.caramba.surface.SurfaceCalls;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Serves {@code POST /v1/responses}. */
@Singleton
final class ResponsesRoute {

    static final String PATH = "/v1/responses";

    private static final String FORM = "responses";

    private final SurfaceCalls calls;
    private final KeptResponses kept;

    ResponsesRoute(SurfaceCalls calls, KeptResponses kept) {
        this.calls = calls;
        this.kept = kept;
    }

    void routes(@Observes Router router) {
        router.post(PATH).handler(this::create);
        router.route(PATH).handler(request -> Methods.others(request, List.of(HttpMethod.POST)));
    }

    private void create(RoutingContext request) {
        var body = JsonBody.read(request);
        var owner = HttpInvocation.of(request).caller().name();
        kept.conversation(owner, body)
                .invoke(conversation -> answer(request, body, owner, conversation))
                .subscribe()
                .with(conversation -> {}, request::fail);
    }

    private void answer(RoutingContext request, JsonBody body, String owner, Conversation conversation) {
        if (!request.response().closed()) {
            var asked = ResponsesRequest.read(conversation, response -> kept.keep(owner, conversation, response));
            calls.answer(request, asked, FORM, body);
        }
    }
}

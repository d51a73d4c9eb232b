package dev.caramba.surface.responses;

import dev.caramba.error.HttpError;
import dev.caramba.http.JsonBody;
import dev.caramba.http.Methods;
import dev.caramba.surface.SurfaceCalls;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** Serves {@code POST /v1/responses}, and what can be asked of a response that was given. */
@Singleton
final class ResponsesRoute {

    private static final String PATH = "/v1/responses";
    private static final String FORM = "responses";

    private final SurfaceCalls calls;

    ResponsesRoute(SurfaceCalls calls) {
        this.calls = calls;
    }

    void routes(@Observes Router router) {
        router.post(PATH).handler(this::create);
        router.route(PATH).handler(request -> Methods.others(request, List.of(HttpMethod.POST)));
        var one = PATH + "/:id";
        router.get(one).handler(this::find);
        router.delete(one).handler(this::find);
        router.get(one + "/input_items").handler(this::find);
        router.post(one + "/cancel").handler(this::find);
    }

    private void create(RoutingContext request) {
        var body = JsonBody.read(request);
        calls.answer(request, ResponsesRequest.read(body), FORM, body);
    }

    private void find(RoutingContext request) {
        var id = request.pathParam("id");
        request.fail(HttpError.refusal(404, "not_found", "Response with id '" + id + "' not found.")
                .asException());
    }
}

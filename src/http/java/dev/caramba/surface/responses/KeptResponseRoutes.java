package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.http.HttpInvocation;
import dev.caramba.http.Methods;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;

/** Serves what can be asked of a kept response: the object, what it answered, its deletion and its cancellation. */
@Singleton
final class KeptResponseRoutes {

    private static final String ONE = ResponsesRoute.PATH + "/:id";
    private static final String INPUT = ONE + "/input_items";
    private static final String CANCEL = ONE + "/cancel";

    private final KeptResponses kept;

    KeptResponseRoutes(KeptResponses kept) {
        this.kept = kept;
    }

    void routes(@Observes Router router) {
        router.get(ONE).handler(this::show);
        router.delete(ONE).handler(this::delete);
        router.route(ONE).handler(KeptResponseRoutes::others);
        router.get(INPUT).handler(this::list);
        router.route(INPUT).handler(request -> Methods.others(request, List.of(HttpMethod.GET)));
        router.post(CANCEL).handler(this::cancel);
        router.route(CANCEL).handler(request -> Methods.others(request, List.of(HttpMethod.POST)));
    }

    private void show(RoutingContext request) {
        if (request.queryParam("stream").contains("true")) {
            throw HttpError.refusal(400, "invalid_request", "A kept response is not given out as a stream.")
                    .withParam("stream")
                    .asException();
        }
        answer(request, KeptResponse::response);
    }

    private void list(RoutingContext request) {
        var page = InputPage.of(request);
        answer(request, page::list);
    }

    /** Refuses other methods. What OpenAI serves at such a path is unknown here: {@code POST /v1/responses/compact}. */
    private static void others(RoutingContext request) {
        if (request.request().method().equals(HttpMethod.POST)) {
            var message = "Unknown request URL: POST " + request.normalizedPath() + ".";
            request.fail(HttpError.refusal(404, "unknown_url", message).asException());
            return;
        }
        Methods.others(request, List.of(HttpMethod.GET, HttpMethod.DELETE));
    }

    /** Refuses the cancellation: a response is kept when it has ended. */
    private void cancel(RoutingContext request) {
        answer(request, response -> {
            throw HttpError.refusal(400, "invalid_request", "Cannot cancel a synchronous response.")
                    .asException();
        });
    }

    private void delete(RoutingContext request) {
        var id = id(request);
        kept.delete(owner(request), id)
                .invoke(deleted -> {
                    if (!deleted) {
                        throw unknown(id);
                    }
                    write(
                            request,
                            Json.object()
                                    .put("id", id)
                                    .put("object", "response")
                                    .put("deleted", true));
                })
                .subscribe()
                .with(deleted -> {}, request::fail);
    }

    private void answer(RoutingContext request, Function<KeptResponse, ObjectNode> form) {
        kept.find(owner(request), id(request))
                .invoke(found -> write(request, form.apply(found.orElseThrow(() -> unknown(id(request))))))
                .subscribe()
                .with(found -> {}, request::fail);
    }

    private static String owner(RoutingContext request) {
        return HttpInvocation.of(request).caller().name();
    }

    private static String id(RoutingContext request) {
        return request.pathParam("id");
    }

    private static RuntimeException unknown(String id) {
        return HttpError.refusal(404, "not_found", "Response with id '" + id + "' not found.")
                .asException();
    }

    private static void write(RoutingContext request, ObjectNode json) {
        if (!request.response().closed()) {
            request.response().putHeader("content-type", "application/json").end(Json.write(json));
        }
    }
}

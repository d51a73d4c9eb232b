package dev.caramba.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.edge.Catalog;
import dev.caramba.edge.HttpError;
import dev.caramba.generation.Json;
import dev.caramba.http.Methods;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code GET /v1/models} and {@code GET /v1/models/{id}}. */
@Singleton
final class ModelsRoute {

    private static final String PATH = "/v1/models";
    private static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Catalog catalog;
    private final long created = CompletionJson.now();

    ModelsRoute(Catalog catalog) {
        this.catalog = catalog;
    }

    void routes(@Observes Router router) {
        METHODS.forEach(method -> router.route(method, PATH).handler(this::list));
        router.route(PATH).handler(request -> Methods.others(request, METHODS));
        METHODS.forEach(method -> router.route(method, PATH + "/*").handler(this::one));
        router.route(PATH + "/*").handler(request -> Methods.others(request, METHODS));
    }

    private void list(RoutingContext request) {
        var list = Json.object().put("object", "list");
        var data = list.putArray("data");
        catalog.names().forEach(name -> data.add(model(name)));
        write(request, list);
    }

    private void one(RoutingContext request) {
        var name = name(request.request().path());
        if (!catalog.names().contains(name)) {
            request.fail(HttpError.refusal(404, "model_not_found", "There is no model of this name.")
                    .withParam("model")
                    .asException());
            return;
        }
        write(request, model(name));
    }

    /** Clients encode a slash in the name or leave it as it is; a plus sign means itself. */
    private static String name(String path) {
        var encoded = path.substring(Math.min(path.length(), PATH.length() + 1));
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpError.refusal(400, "invalid_request", "The path is not well encoded.")
                    .asException();
        }
    }

    private ObjectNode model(String name) {
        int slash = name.indexOf('/');
        return Json.object()
                .put("id", name)
                .put("object", "model")
                .put("created", created)
                .put("owned_by", slash < 0 ? "caramba" : name.substring(0, slash));
    }

    private static void write(RoutingContext request, ObjectNode json) {
        request.response().putHeader("content-type", "application/json").end(Json.write(json));
    }
}

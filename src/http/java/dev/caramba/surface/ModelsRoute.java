package dev.caramba.surface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.ModelDirectory;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.http.HttpInvocation;
import dev.caramba.http.Methods;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Serves {@code GET /v1/models} and {@code GET /v1/models/{id}}, in the form that the client expects. */
@Singleton
final class ModelsRoute {

    private static final String PATH = "/v1/models";
    private static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.HEAD);

    private final ModelDirectory directory;
    private final long created = Instant.now().getEpochSecond();

    ModelsRoute(ModelDirectory directory) {
        this.directory = directory;
    }

    void routes(@Observes Router router) {
        METHODS.forEach(method -> router.route(method, PATH).handler(this::list));
        router.route(PATH).handler(request -> Methods.others(request, METHODS));
        METHODS.forEach(method -> router.route(method, PATH + "/*").handler(this::one));
        router.route(PATH + "/*").handler(request -> Methods.others(request, METHODS));
    }

    private void list(RoutingContext request) {
        if (ModelPage.isFor(request)) {
            write(
                    request,
                    ModelPage.of(
                            request, List.copyOf(directory(request).owners().keySet())));
            return;
        }
        var list = Json.object().put("object", "list");
        var data = list.putArray("data");
        directory(request).owners().forEach((name, owner) -> data.add(model(name, owner)));
        write(request, list);
    }

    private void one(RoutingContext request) {
        var name = name(request.request().path());
        Optional.ofNullable(directory(request).owners().get(name))
                .ifPresentOrElse(
                        owner -> write(request, ModelPage.isFor(request) ? ModelPage.model(name) : model(name, owner)),
                        () -> request.fail(HttpError.refusal(404, "model_not_found", unknown(name, request))
                                .withParam("model")
                                .asException()));
    }

    /** Returns the message for a name that nobody has: where Anthropic's form is expected, it is the name. */
    private static String unknown(String name, RoutingContext request) {
        return ModelPage.isFor(request) ? name : "There is no model of this name.";
    }

    private ModelDirectory directory(RoutingContext request) {
        return directory.seenBy(HttpInvocation.of(request).caller().grant());
    }

    /** Returns the name of the model in a path. Clients may encode a slash in it; a plus sign stands for itself. */
    private static String name(String path) {
        var encoded = path.substring(Math.min(path.length(), PATH.length() + 1));
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpError.refusal(400, "invalid_request", "The path is not well encoded.")
                    .asException();
        }
    }

    private ObjectNode model(String name, String owner) {
        return Json.object()
                .put("id", name)
                .put("object", "model")
                .put("created", created)
                .put("owned_by", owner);
    }

    private static void write(RoutingContext request, ObjectNode json) {
        request.response().putHeader("content-type", "application/json").end(Json.write(json));
    }
}

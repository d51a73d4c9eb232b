package dev.caramba.admin;

import dev.caramba.access.AccessGate;
import dev.caramba.call.ModelDirectory;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.function.ProvidersJson;
import dev.caramba.health.Control;
import dev.caramba.health.Control.Action;
import dev.caramba.health.HealthStore;
import dev.caramba.health.HealthView;
import dev.caramba.http.Methods;
import dev.caramba.prompt.Target;
import dev.caramba.redis.OutOfReachException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;

/** Serves {@code POST /providers/{name}/disable}, {@code enable} and {@code reset}. */
@Singleton
final class ProviderRoutes {

    private static final String MODEL = "model";

    private final ModelDirectory directory;
    private final HealthStore store;

    ProviderRoutes(ModelDirectory directory, HealthStore store) {
        this.directory = directory;
        this.store = store;
    }

    void routes(@Observes @Priority(AccessGate.BEHIND_THE_GATE) Router router) {
        for (var action : Action.values()) {
            var path = Audit.path(action);
            router.post(path).order(AccessGate.BEFORE_THE_BODY).handler(AccessGate::requireAdmin);
            router.post(path).handler(request -> handle(request, action));
            router.route(path).handler(request -> Methods.others(request, List.of(HttpMethod.POST)));
        }
    }

    private void handle(RoutingContext request, Action action) {
        var control = control(request, action);
        store.control(control)
                .onFailure(OutOfReachException.class)
                .transform(e -> HttpError.storeOutOfReach(e.getMessage()).asException())
                .subscribe()
                .with(view -> write(request, control.targets(), view), request::fail);
    }

    private Control control(RoutingContext request, Action action) {
        var name = request.pathParam("name");
        var configured = directory.targets().stream()
                .filter(target -> target.provider().equals(name))
                .toList();
        if (configured.isEmpty()) {
            throw HttpError.refusal(404, "not_found", "There is no provider of this name.")
                    .withParam("name")
                    .asException();
        }
        var others = request.queryParam(MODEL).stream()
                .filter(model -> !model.isBlank())
                .map(model -> new Target(name, model))
                .toList();
        if (action != Action.RESET && !others.isEmpty()) {
            throw HttpError.refusal(
                            400, "invalid_request", "A provider is disabled and enabled as a whole, not by its models.")
                    .withParam(MODEL)
                    .asException();
        }
        return new Control(
                action,
                name,
                Stream.concat(configured.stream(), others.stream()).distinct().toList());
    }

    private void write(RoutingContext request, List<Target> targets, HealthView view) {
        request.response()
                .putHeader("content-type", "application/json")
                .end(Json.write(ProvidersJson.of(store, targets, view)));
    }
}

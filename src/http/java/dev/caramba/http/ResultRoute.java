package dev.caramba.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.access.AccessGate;
import dev.caramba.batch.PromptResult;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.result.Claim;
import dev.caramba.result.IdempotencyKey;
import dev.caramba.result.ResultStore;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Serves {@code GET /results/{id}}: the result of a prompt with an idempotency key. The id is that key, or the id of an
 * event with {@code ?source=}. {@code ?prompt=} selects one prompt of a batch. Callers see only their own results.
 */
@Singleton
final class ResultRoute {

    private static final Logger LOG = Logger.getLogger(ResultRoute.class);
    private static final String PATH = "/results/:id";

    private final ResultStore store;

    ResultRoute(ResultStore store) {
        this.store = store;
    }

    void routes(@Observes Router router) {
        router.get(PATH).handler(this::handle);
        router.route(PATH).handler(request -> Methods.others(request, List.of(HttpMethod.GET)));
    }

    private void handle(RoutingContext request) {
        store.find(key(request))
                .onFailure()
                .transform(ResultRoute::outOfReach)
                .subscribe()
                .with(known -> write(request, known), request::fail);
    }

    private static IdempotencyKey key(RoutingContext request) {
        return new IdempotencyKey(
                AccessGate.callerOf(request).name(),
                query(request, "source"),
                request.pathParam("id"),
                query(request, "prompt"));
    }

    private static void write(RoutingContext request, Optional<Claim> known) {
        if (known.isPresent() && known.get() instanceof Claim.Running running) {
            request.response().setStatusCode(202).putHeader("retry-after", seconds(running.left()));
            write(request, Json.object().put("id", id(request)).put("status", "running"));
            return;
        }
        known.map(Claim.Done.class::cast)
                .flatMap(done -> PromptResult.kept(done.result()))
                .ifPresentOrElse(
                        outcome -> write(request, outcome.json(id(request))),
                        () -> request.fail(HttpError.refusal(404, "not_found", "Nothing is kept under this id.")
                                .asException()));
    }

    private static void write(RoutingContext request, ObjectNode body) {
        request.response().putHeader("content-type", RequestFilter.JSON).end(Json.write(body));
    }

    /** Returns the id of the prompt within its batch, else the id in the path. */
    private static String id(RoutingContext request) {
        var prompt = query(request, "prompt");
        return prompt.isEmpty() ? request.pathParam("id") : prompt;
    }

    private static String query(RoutingContext request, String name) {
        return request.queryParam(name).stream().findFirst().orElse("");
    }

    private static String seconds(Duration left) {
        return Long.toString(Math.max(1, left.plusNanos(999_999_999).toSeconds()));
    }

    private static Throwable outOfReach(Throwable e) {
        LOG.debug("a result cannot be read from the store", e);
        return HttpError.storeOutOfReach("the shared store is out of reach").asException();
    }
}

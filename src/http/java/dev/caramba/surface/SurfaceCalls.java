package dev.caramba.surface;

import dev.caramba.call.Answer;
import dev.caramba.call.Calls;
import dev.caramba.call.StreamSettings;
import dev.caramba.format.Json;
import dev.caramba.http.HttpInvocation;
import dev.caramba.http.JsonBody;
import dev.caramba.http.Methods;
import dev.caramba.idempotency.IdempotentCalls;
import dev.caramba.idempotency.IdempotentRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes the calls of all surfaces and writes their answers. Whatever a call is given (limits, cache, idempotency,
 * usage, traces, deadlines, failover, keep-alive) it is given here, whichever surface asks.
 */
@Singleton
public final class SurfaceCalls {

    private final Calls calls;
    private final IdempotentCalls keyedCalls;
    private final StreamSettings settings;

    SurfaceCalls(Calls calls, IdempotentCalls keyedCalls, StreamSettings settings) {
        this.calls = calls;
        this.keyedCalls = keyedCalls;
        this.settings = settings;
    }

    /**
     * Serves a path by {@code POST}.
     *
     * @param form the name of the surface
     * @param reader reads a body; fails when it is not valid
     */
    public void serve(Router router, String path, String form, Function<JsonBody, SurfaceRequest> reader) {
        router.post(path).handler(request -> {
            var body = JsonBody.read(request);
            answer(request, reader.apply(body), form, body);
        });
        router.route(path).handler(request -> Methods.others(request, List.of(HttpMethod.POST)));
    }

    /**
     * Answers a request.
     *
     * @param form the name of the surface, which distinguishes this request from others with the same idempotency key
     */
    public void answer(RoutingContext request, SurfaceRequest asked, String form, JsonBody body) {
        var idempotent =
                HttpInvocation.of(request).resultKey().map(key -> IdempotentRequest.of(key, form, body.json()));
        if (asked.call().params().stream()) {
            stream(request, asked, idempotent);
        } else {
            complete(request, asked, idempotent);
        }
    }

    private void complete(RoutingContext request, SurfaceRequest asked, Optional<IdempotentRequest> idempotent) {
        keyedCalls
                .answer(HttpInvocation.of(request), asked.call(), idempotent)
                .flatMap(answer -> body(request, asked, answer))
                .subscribe()
                .with(body -> write(request, body), request::fail);
    }

    private static Uni<Buffer> body(RoutingContext request, SurfaceRequest asked, Answer answer) {
        boolean large = asked.isLarge(answer);
        return work(request, large, () -> asked.whole(answer))
                .call(asked::keep)
                .flatMap(whole -> work(request, large, () -> Buffer.buffer(Json.write(whole))));
    }

    private static <T> Uni<T> work(RoutingContext request, boolean large, Supplier<T> task) {
        return large
                ? Uni.createFrom()
                        .completionStage(() -> request.vertx()
                                .executeBlocking(task::get, false)
                                .toCompletionStage())
                : Uni.createFrom().item(task);
    }

    private static void write(RoutingContext request, Buffer body) {
        if (!request.response().closed()) {
            request.response().putHeader("content-type", "application/json").end(body);
        }
    }

    private void stream(RoutingContext request, SurfaceRequest asked, Optional<IdempotentRequest> idempotent) {
        var invocation = HttpInvocation.of(request);
        var context = calls.begin(invocation, asked.call());
        keyedCalls.stream(invocation, context, asked.call().params(), idempotent)
                .subscribe()
                .withSubscriber(new SurfaceStream(request, invocation, context, asked, settings));
    }
}

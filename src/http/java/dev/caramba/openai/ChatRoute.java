package dev.caramba.openai;

import dev.caramba.call.Answer;
import dev.caramba.call.Calls;
import dev.caramba.call.StreamSettings;
import dev.caramba.format.Json;
import dev.caramba.http.HttpInvocation;
import dev.caramba.http.JsonBody;
import dev.caramba.http.Methods;
import dev.caramba.idempotency.IdempotentCalls;
import dev.caramba.idempotency.IdempotentRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Serves {@code POST /v1/chat/completions}. */
@Singleton
final class ChatRoute {

    private static final String PATH = "/v1/chat/completions";

    /** The form of the answer, which distinguishes this request from others with the same idempotency key. */
    private static final String FORM = "chat";

    private final Calls calls;
    private final IdempotentCalls keyedCalls;
    private final StreamSettings settings;

    ChatRoute(Calls calls, IdempotentCalls keyedCalls, StreamSettings settings) {
        this.calls = calls;
        this.keyedCalls = keyedCalls;
        this.settings = settings;
    }

    void routes(@Observes Router router) {
        router.post(PATH).handler(this::handle);
        router.route(PATH).handler(request -> Methods.others(request, List.of(HttpMethod.POST)));
    }

    private void handle(RoutingContext request) {
        var body = JsonBody.read(request);
        var chat = ChatRequest.read(body);
        var idempotent =
                HttpInvocation.of(request).resultKey().map(key -> IdempotentRequest.of(key, FORM, body.json()));
        if (chat.stream()) {
            stream(request, chat, idempotent);
        } else {
            complete(request, chat, idempotent);
        }
    }

    private void complete(RoutingContext request, ChatRequest chat, Optional<IdempotentRequest> idempotent) {
        keyedCalls
                .answer(HttpInvocation.of(request), chat.call(), idempotent)
                .subscribe()
                .with(answer -> write(request, answer), request::fail);
    }

    private static void write(RoutingContext request, Answer answer) {
        request.response().putHeader("content-type", "application/json").end(Json.write(CompletionJson.of(answer)));
    }

    private void stream(RoutingContext request, ChatRequest chat, Optional<IdempotentRequest> idempotent) {
        var invocation = HttpInvocation.of(request);
        var context = calls.begin(invocation, chat.call());
        var params = chat.call().params();
        keyedCalls.stream(invocation, context, params, idempotent)
                .subscribe()
                .withSubscriber(new ChatStream(request, invocation, context, chat, settings));
    }
}

package dev.caramba.openai;

import dev.caramba.edge.Answer;
import dev.caramba.edge.Calls;
import dev.caramba.generation.Json;
import dev.caramba.http.HttpInvocation;
import dev.caramba.http.JsonBody;
import dev.caramba.http.Methods;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/** {@code POST /v1/chat/completions}. */
@Singleton
final class ChatRoute {

    private static final String PATH = "/v1/chat/completions";

    private final Calls calls;

    ChatRoute(Calls calls) {
        this.calls = calls;
    }

    void routes(@Observes Router router) {
        router.post(PATH).handler(this::handle);
        router.route(PATH).handler(request -> Methods.others(request, List.of(HttpMethod.POST)));
    }

    private void handle(RoutingContext request) {
        var chat = ChatRequest.read(JsonBody.of(request));
        if (chat.stream()) {
            stream(request, chat);
        } else {
            whole(request, chat);
        }
    }

    private void whole(RoutingContext request, ChatRequest chat) {
        calls.answer(HttpInvocation.of(request), chat.call())
                .subscribe()
                .with(answer -> write(request, answer), request::fail);
    }

    private static void write(RoutingContext request, Answer answer) {
        request.response().putHeader("content-type", "application/json").end(Json.write(CompletionJson.of(answer)));
    }

    private void stream(RoutingContext request, ChatRequest chat) {
        var invocation = HttpInvocation.of(request);
        var context = calls.begin(invocation, chat.call());
        var params = chat.call().params();
        calls.stream(context, params).subscribe().withSubscriber(new ChatStream(request, invocation, context, chat));
    }
}

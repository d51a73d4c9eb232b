package dev.caramba.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicLong;

/** The server of one simulated provider, on a loopback port of its own. It speaks OpenAI's chat completions. */
final class DemoServer {

    private static final String PATH = "/chat/completions";
    private static final long WORD_EVERY_MS = 40;
    private static final String RETRY_AFTER_SECONDS = "4";
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";

    private final Vertx vertx;
    private final DemoBehaviour behaviour;
    private final AtomicLong calls = new AtomicLong();

    DemoServer(Vertx vertx, DemoBehaviour behaviour) {
        this.vertx = vertx;
        this.behaviour = behaviour;
    }

    /** Starts to listen. Completes with the base URL. */
    Uni<String> start() {
        return Uni.createFrom()
                .completionStage(() -> vertx.createHttpServer()
                        .requestHandler(this::handle)
                        .listen(0, "127.0.0.1")
                        .map(server -> "http://127.0.0.1:" + server.actualPort() + "/v1")
                        .toCompletionStage());
    }

    private void handle(HttpServerRequest request) {
        if (!request.path().endsWith(PATH)) {
            var error = Json.object();
            error.putObject("error").put("message", "A demo provider has chat completions alone.");
            respond(request.response().setStatusCode(404), error);
            return;
        }
        request.bodyHandler(body -> {
            long call = calls.incrementAndGet();
            var stream = Json.object(body.toString())
                    .map(asked -> asked.path("stream").asBoolean())
                    .orElse(false);
            if (behaviour.isTrouble(call)) {
                trouble(request, stream);
            } else if (stream) {
                stream(request.response(), call);
            } else {
                respond(request.response(), whole(call));
            }
        });
    }

    private void trouble(HttpServerRequest request, boolean stream) {
        if (behaviour == DemoBehaviour.FLAKY) {
            breakOff(request, stream);
            return;
        }
        var error = Json.object();
        error.putObject("error")
                .put("message", "The demo provider " + behaviour.providerName() + " rate-limits on purpose.")
                .put("type", "requests")
                .put("code", "rate_limit_exceeded");
        respond(request.response().setStatusCode(429).putHeader("retry-after", RETRY_AFTER_SECONDS), error);
    }

    /**
     * Begins the answer and closes the connection. If it closed before any byte, the client would only resend the
     * request on a new connection.
     */
    private static void breakOff(HttpServerRequest request, boolean stream) {
        request.response()
                .setChunked(true)
                .putHeader("content-type", stream ? EVENTS : JSON)
                .write(stream ? ": hello\n\n" : "{")
                .onComplete(written -> request.connection().close());
    }

    private static void respond(HttpServerResponse response, ObjectNode body) {
        response.putHeader("content-type", JSON).end(Json.write(body));
    }

    private ObjectNode whole(long call) {
        var answer = head(call, "chat.completion");
        var choice = answer.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", text());
        answer.set("usage", usage());
        return answer;
    }

    private void stream(HttpServerResponse response, long call) {
        response.setChunked(true).putHeader("content-type", EVENTS);
        send(response, chunk(call, "", false));
        sendWords(response, call, text().split("(?<= )"), 0);
    }

    private void sendWords(HttpServerResponse response, long call, String[] words, int next) {
        if (response.closed()) {
            return;
        }
        if (next < words.length) {
            send(response, chunk(call, words[next], false));
            vertx.setTimer(WORD_EVERY_MS, ignored -> sendWords(response, call, words, next + 1));
            return;
        }
        send(response, chunk(call, "", true));
        var last = head(call, "chat.completion.chunk");
        last.putArray("choices");
        last.set("usage", usage());
        send(response, last);
        response.end("data: [DONE]\n\n");
    }

    private static void send(HttpServerResponse response, ObjectNode event) {
        response.write("data: " + Json.write(event) + "\n\n");
    }

    private ObjectNode chunk(long call, String word, boolean last) {
        var chunk = head(call, "chat.completion.chunk");
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.put("finish_reason", last ? "stop" : null);
        var delta = choice.putObject("delta");
        if (!last) {
            delta.put("content", word);
        }
        return chunk;
    }

    private ObjectNode head(long call, String object) {
        return Json.object()
                .put("id", "demo-" + behaviour.providerName() + "-" + call)
                .put("object", object)
                .put("created", System.currentTimeMillis() / 1000)
                .put("model", behaviour.model());
    }

    private ObjectNode usage() {
        int words = text().split(" ").length;
        return Json.object()
                .put("prompt_tokens", 8)
                .put("completion_tokens", words)
                .put("total_tokens", 8 + words);
    }

    private String text() {
        return "This is a demo: " + behaviour.providerName() + " answers from inside Caramba and no AI model was asked."
                + " Set a key such as OPENAI_API_KEY to ask a real one.";
    }
}

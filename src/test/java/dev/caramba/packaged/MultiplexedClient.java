package dev.caramba.packaged;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A client with one connection over HTTP/2, without TLS, for all its requests. */
final class MultiplexedClient implements AutoCloseable {

    private static final long SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final int port;
    private final CompletableFuture<Void> goAway = new CompletableFuture<>();
    private final HttpClient client;

    /** A request that was sent. */
    record Sent(DrainedCall call, CompletableFuture<String> answer) {

        /** Waits for the end of the answer. */
        String text() {
            try {
                return answer.get(SECONDS, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    MultiplexedClient(int port) {
        this.port = port;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false)
                        .setHttp2MaxPoolSize(1))
                .withConnectHandler(connection -> connection.goAwayHandler(told -> goAway.complete(null)))
                .build();
    }

    /** Sends a call; returns when the server has taken it. */
    Sent post(DrainedCall call) {
        Future<Buffer> answer = client.request(HttpMethod.POST, port, "127.0.0.1", call.path())
                .compose(request -> send(request, call.body()))
                .compose(HttpClientResponse::body);
        return new Sent(call, answer.map(Buffer::toString).toCompletionStage().toCompletableFuture());
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, String body) {
        return request.putHeader("content-type", "application/json").send(body);
    }

    /** Waits until the server has said that the connection goes. */
    void awaitGoAway() throws Exception {
        goAway.get(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }
}

package dev.caramba.wire;

import dev.caramba.testing.LocalhostCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A model server that speaks HTTP/2. It answers the first request on a connection, and gives the connection up by the
 * next. One stream at a time on each, so that no answer to another caller is cut by that.
 */
final class ClosingHttp2Server implements AutoCloseable {

    /** How a connection that has served a request is given up. */
    enum Closes {
        GOAWAY_BEHIND_THE_ANSWER,
        CLOSED_BEHIND_THE_ANSWER,
        CLOSED_AFTER_20_MS_OF_IDLENESS,
        CLOSED_WHEN_THE_NEXT_HEAD_ARRIVES,
        CLOSED_WHEN_THE_NEXT_BODY_HAS_ARRIVED,
        GOAWAY_WITHOUT_THE_NEXT_STREAM,
        NEXT_STREAM_REFUSED
    }

    private static final long REFUSED_STREAM = 7;

    private final Vertx vertx;
    private final Closes closes;
    private final HttpServer server;
    private final Map<HttpConnection, Integer> served = new ConcurrentHashMap<>();
    private final Queue<HttpVersion> versions = new ConcurrentLinkedQueue<>();

    ClosingHttp2Server(Vertx vertx, LocalhostCertificate certificate, Closes closes) {
        this.vertx = vertx;
        this.closes = closes;
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(1))
                        .setKeyCertOptions(certificate.key()))
                .requestHandler(this::received)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String baseUrl() {
        return "https://localhost:" + server.actualPort() + "/v1";
    }

    /** By which protocols the requests came. */
    Queue<HttpVersion> versions() {
        return versions;
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    private void received(HttpServerRequest request) {
        versions.add(request.version());
        int before = served.merge(request.connection(), 1, Integer::sum) - 1;
        if (before > 0 && closes == Closes.CLOSED_WHEN_THE_NEXT_HEAD_ARRIVES) {
            kill(request.connection());
        } else if (before > 0 && closes == Closes.NEXT_STREAM_REFUSED) {
            request.response().reset(REFUSED_STREAM);
        } else {
            request.body().onSuccess(body -> whole(request, body.toString(), before));
        }
    }

    private void whole(HttpServerRequest request, String body, int before) {
        if (before > 0 && closes == Closes.CLOSED_WHEN_THE_NEXT_BODY_HAS_ARRIVED) {
            kill(request.connection());
            return;
        }
        if (before > 0 && closes == Closes.GOAWAY_WITHOUT_THE_NEXT_STREAM) {
            request.connection().goAway(0, 1);
            return;
        }
        answer(request, body.contains("\"stream\":true"));
        var connection = request.connection();
        switch (closes) {
            case GOAWAY_BEHIND_THE_ANSWER -> connection.goAway(0);
            case CLOSED_BEHIND_THE_ANSWER -> vertx.runOnContext(ignored -> kill(connection));
            case CLOSED_AFTER_20_MS_OF_IDLENESS -> {
                int now = served.get(connection);
                vertx.setTimer(ClosingServer.IDLENESS.toMillis(), ignored -> {
                    if (served.get(connection) == now) {
                        kill(connection);
                    }
                });
            }
            default -> {
                // by what comes next
            }
        }
    }

    private static void answer(HttpServerRequest request, boolean streamed) {
        var response = request.response();
        if (!streamed) {
            response.putHeader("content-type", "application/json").end(ModelAnswer.WHOLE);
            return;
        }
        response.putHeader("content-type", "text/event-stream");
        ModelAnswer.EVENTS.forEach(data -> response.write("data: " + data + "\n\n"));
        response.end();
    }

    /** Without a word, as a load balancer does. */
    private static void kill(HttpConnection connection) {
        var channel = ((ConnectionBase) connection).channel();
        channel.eventLoop().execute(channel.unsafe()::closeForcibly);
    }
}

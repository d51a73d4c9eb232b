package dev.caramba.wire;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** One request on its way to the head of its response. */
final class Exchange {

    private final Vertx vertx;
    private final WireSettings settings;
    private final WireRequest wireRequest;
    private final UniEmitter<? super WireResponse> emitter;

    private HttpClientRequest request;
    private Context sender;
    private boolean settled;

    Exchange(Vertx vertx, WireSettings settings, WireRequest wireRequest, UniEmitter<? super WireResponse> emitter) {
        this.vertx = vertx;
        this.settings = settings;
        this.wireRequest = wireRequest;
        this.emitter = emitter;
        emitter.onTermination(this::cancelled);
    }

    void start(HttpClient client, RequestOptions options) {
        client.request(options).onSuccess(this::connected).onFailure(this::failed);
    }

    private void connected(HttpClientRequest connected) {
        synchronized (this) {
            request = connected;
            sender = vertx.getOrCreateContext();
            if (settled) {
                // without a handler the client logs the reset of a request that was never sent as an error
                connected.exceptionHandler(ignored -> {});
                connected.reset();
                return;
            }
        }
        connected.send(wireRequest.body()).onSuccess(this::responded).onFailure(this::failed);
    }

    private void responded(HttpClientResponse response) {
        response.pause();
        synchronized (this) {
            if (settled) {
                // as above, for a response that came before the reset
                response.exceptionHandler(ignored -> {});
                request.reset();
                return;
            }
            settled = true;
        }
        var body = new ResponseBody(vertx, settings, wireRequest.idleTimeout(), request, response);
        emitter.complete(new WireResponse(response.statusCode(), new WireHeaders(response.headers()), body));
    }

    private void failed(Throwable cause) {
        synchronized (this) {
            if (settled) {
                return;
            }
            settled = true;
        }
        emitter.fail(translate(cause));
    }

    /** Called on every end of the emitter; only an end that is not ours is a cancellation. */
    private void cancelled() {
        synchronized (this) {
            if (settled) {
                return;
            }
            settled = true;
            if (request == null) {
                return;
            }
        }
        // Behind the sending: the client writes a request out that was reset before it was sent, and keeps its
        // connection.
        sender.runOnContext(ignored -> request.reset());
    }

    /** What an exception of the HTTP client means. Messages name the class of the trouble, not addresses. */
    static WireException translate(Throwable cause) {
        if (cause instanceof WireException ours) {
            return ours;
        }
        if (cause instanceof ConnectTimeoutException || cause instanceof TimeoutException) {
            return new WireException(WireException.Reason.CONNECT_TIMEOUT, "no connection within the connect timeout");
        }
        if (cause instanceof UnknownHostException) {
            return network("the host name does not resolve");
        }
        if (cause instanceof SSLException) {
            return network("TLS failed");
        }
        if (cause instanceof TooLongFrameException) {
            return new WireException(WireException.Reason.MALFORMED, "the head of the response is too large");
        }
        if (cause instanceof DecoderException || cause instanceof IllegalArgumentException) {
            return cause.getCause() instanceof SSLException
                    ? network("TLS failed")
                    : new WireException(WireException.Reason.MALFORMED, "the response is not valid HTTP");
        }
        return network(describe(cause));
    }

    private static String describe(Throwable cause) {
        var message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("refused")) {
            return "connection refused";
        }
        return message.contains("reset") ? "connection reset" : "connection closed";
    }

    private static WireException network(String message) {
        return new WireException(WireException.Reason.NETWORK, message);
    }
}

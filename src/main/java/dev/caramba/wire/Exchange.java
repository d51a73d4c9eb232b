package dev.caramba.wire;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.util.Optional;

/**
 * Sends one request and waits for the head of the response. A connection from the pool may die before any byte of the
 * answer has come. The request is then sent a second time, on a new connection.
 */
final class Exchange {

    /** HTTP/2's error code for a stream that the peer did not process at all: RFC 9113, section 7. */
    private static final long REFUSED_STREAM = 7;

    private final HttpWire wire;
    private final WireRequest wireRequest;
    private final UniEmitter<? super WireResponse> emitter;
    private final long askedAt = System.nanoTime();

    private Connecting connecting;
    private HttpClientRequest request;
    private Context sender;
    /** Watches the connection; present when the connection came from the pool. */
    private Optional<ConnectionWatch> reused = Optional.empty();

    private boolean resent;
    private boolean answered;
    private boolean settled;

    Exchange(HttpWire wire, WireRequest wireRequest, UniEmitter<? super WireResponse> emitter) {
        this.wire = wire;
        this.wireRequest = wireRequest;
        this.emitter = emitter;
        emitter.onTermination(this::cancelled);
    }

    void start() {
        connect(wire.pooled(wireRequest));
    }

    private void connect(HttpClient client) {
        var attempt = new Connecting(wire, client, wireRequest);
        synchronized (this) {
            connecting = attempt;
        }
        attempt.result().onSuccess(this::connected).onFailure(this::notConnected);
        attempt.start();
    }

    private void connected(HttpClientRequest connected) {
        synchronized (this) {
            request = connected;
            sender = wire.vertx().getOrCreateContext();
            if (settled) {
                // Without a handler, the client logs the reset of a request that was never sent as an error.
                connected.exceptionHandler(ignored -> {});
                connected.reset();
                return;
            }
            reused = Optional.of(ConnectionWatch.of(connected.connection())).filter(watch -> watch.take(askedAt));
        }
        connected.send(wireRequest.body()).onSuccess(this::responded).onFailure(cause -> {
            forget(connected);
            notAnswered(cause);
        });
    }

    /**
     * Has the client ignore what may still come for a request that has failed. A peer may answer before it has read the
     * request, and close: when the writing fails first, the client logs the answer behind it as an error.
     */
    private static void forget(HttpClientRequest failed) {
        if (failed.version() != HttpVersion.HTTP_2) {
            failed.reset();
        }
    }

    private void responded(HttpClientResponse response) {
        response.pause();
        int maxSize = wireRequest.maxSize().orElse(wire.settings().maxResponseSize());
        var body = new ResponseBody(wire, wireRequest.idleness(), maxSize, request, response, resent);
        synchronized (this) {
            answered = true;
            if (settled) {
                body.cancel();
                return;
            }
            settled = true;
        }
        emitter.complete(new WireResponse(response.statusCode(), new WireHeaders(response.headers()), body, maxSize));
    }

    /**
     * Only a connection from the pool can be closed already at this point. A new connection that fails has another
     * exception.
     */
    private void notConnected(Throwable cause) {
        failed(cause, cause instanceof HttpClosedException);
    }

    private void notAnswered(Throwable cause) {
        boolean silentSoFar = reused.filter(watch -> !watch.heard()).isPresent();
        boolean refused = cause instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
        failed(cause, refused || silentSoFar && !(cause instanceof StreamResetException));
    }

    /** @param connectionLost whether only the connection was lost, which says nothing about the peer */
    private void failed(Throwable cause, boolean connectionLost) {
        boolean again;
        synchronized (this) {
            if (settled) {
                return;
            }
            again = connectionLost && !resent;
            resent = resent || again;
            settled = !again;
        }
        if (again) {
            resend();
        } else {
            emitter.fail(WireFailure.of(cause));
        }
    }

    private void resend() {
        wire.observer().staleConnection(wireRequest.owner());
        connect(wire.fresh(wireRequest));
    }

    /** Called on every end of the emitter. Only an end that this exchange did not cause is a cancellation. */
    private void cancelled() {
        synchronized (this) {
            if (settled) {
                return;
            }
            settled = true;
            connecting.cancel();
            if (request == null) {
                return;
            }
        }
        // Runs after the request was sent. If it is reset before that, the client still writes it out and keeps its
        // connection.
        sender.runOnContext(ignored -> resetUnanswered());
    }

    /**
     * Resets the request unless its response has begun. From then on the body is in charge, because the connection may
     * already serve another request.
     */
    private synchronized void resetUnanswered() {
        if (!answered) {
            request.reset();
        }
    }
}

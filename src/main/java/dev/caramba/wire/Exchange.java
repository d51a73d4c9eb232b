package dev.caramba.wire;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.util.Optional;

/**
 * One request on its way to the head of its response. It is sent a second time, on a new connection, when the connection
 * of the pool that it was given dies before any byte of the answer has come.
 */
final class Exchange {

    /** HTTP/2's error code for a stream that was not processed at all: RFC 9113, section 7. */
    private static final long REFUSED_STREAM = 7;

    private final HttpWire wire;
    private final WireRequest wireRequest;
    private final UniEmitter<? super WireResponse> emitter;
    private final long askedAt = System.nanoTime();

    private HttpClientRequest request;
    private Context sender;
    /** Of the connection, where it was one of the pool. */
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
        wire.pooled(wireRequest)
                .request(HttpWire.options(wireRequest))
                .onSuccess(this::connected)
                .onFailure(this::notConnected);
    }

    private void connected(HttpClientRequest connected) {
        synchronized (this) {
            request = connected;
            sender = wire.vertx().getOrCreateContext();
            if (settled) {
                // without a handler the client logs the reset of a request that was never sent as an error
                connected.exceptionHandler(ignored -> {});
                connected.reset();
                return;
            }
            reused = Optional.of(ConnectionWatch.of(connected.connection())).filter(watch -> watch.take(askedAt));
        }
        connected.send(wireRequest.body()).onSuccess(this::responded).onFailure(this::notAnswered);
    }

    private void responded(HttpClientResponse response) {
        response.pause();
        var body = new ResponseBody(wire, wireRequest.idleness(), request, response, resent);
        synchronized (this) {
            answered = true;
            if (settled) {
                body.cancel();
                return;
            }
            settled = true;
        }
        emitter.complete(new WireResponse(response.statusCode(), new WireHeaders(response.headers()), body));
    }

    /** Only a connection of the pool can have been closed by now; a new one that fails does so in other words. */
    private void notConnected(Throwable cause) {
        failed(cause, cause instanceof HttpClosedException);
    }

    private void notAnswered(Throwable cause) {
        boolean unheard = reused.filter(watch -> !watch.heard()).isPresent();
        boolean refused = cause instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
        failed(cause, refused || unheard && !(cause instanceof StreamResetException));
    }

    /** @param lost whether that says nothing about the peer */
    private void failed(Throwable cause, boolean lost) {
        boolean again;
        synchronized (this) {
            if (settled) {
                return;
            }
            again = lost && !resent;
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
        wire.fresh(wireRequest)
                .request(HttpWire.options(wireRequest))
                .onSuccess(this::connected)
                .onFailure(this::notConnected);
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
        sender.runOnContext(ignored -> resetUnanswered());
    }

    /** A request that is answered is left to its body: its connection may serve another one by now. */
    private synchronized void resetUnanswered() {
        if (!answered) {
            request.reset();
        }
    }
}

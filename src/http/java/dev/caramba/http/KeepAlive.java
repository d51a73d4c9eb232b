package dev.caramba.http;

import dev.caramba.call.StreamSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Writes into a stream while the model is silent, so that no proxy gives the connection up. All of it runs on
 * the event loop of the request.
 */
public final class KeepAlive {

    private static final long NONE = -1;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final StreamSettings settings;
    private final Supplier<String> silence;
    private long lastWrite = System.nanoTime();
    private long timer = NONE;
    private boolean begun;

    /** @param silence supplies what goes out while nothing else does, and sends the head of the response before */
    public KeepAlive(RoutingContext request, StreamSettings settings, Supplier<String> silence) {
        this.vertx = request.vertx();
        this.response = request.response();
        this.settings = settings;
        this.silence = silence;
    }

    /** Begins to watch the stream. */
    public void start() {
        if (!settings.keepAlive().isZero()) {
            schedule(settings.headDelay());
        }
    }

    /** Notes that something has gone out. */
    public void wrote() {
        lastWrite = System.nanoTime();
        if (!begun) {
            begun = true;
            if (timer != NONE) {
                vertx.cancelTimer(timer);
                schedule(settings.keepAlive());
            }
        }
    }

    public void stop() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }

    private void schedule(Duration delay) {
        timer = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> check());
    }

    private void check() {
        timer = NONE;
        if (response.closed() || response.ended()) {
            return;
        }
        var silent = Duration.ofNanos(System.nanoTime() - lastWrite);
        var limit = begun ? settings.keepAlive() : settings.headDelay();
        if (silent.compareTo(limit) >= 0) {
            var text = silence.get();
            if (response.closed() || response.ended()) {
                return; // what was held back until now has ended it
            }
            response.write(text);
            begun = true;
            lastWrite = System.nanoTime();
            schedule(settings.keepAlive());
        } else {
            schedule(limit.minus(silent));
        }
    }
}

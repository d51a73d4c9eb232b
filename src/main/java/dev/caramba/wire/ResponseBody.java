package dev.caramba.wire;

import io.smallrye.mutiny.operators.AbstractMulti;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;

/**
 * Streams a response's bytes to one subscriber. All state is touched only on the exchange's own context. The socket is
 * read as far as the subscriber asked. The limits on silence run only while the subscriber waits for bytes. This file
 * is longer than others because it is one state machine whose steps share every field.
 */
final class ResponseBody extends AbstractMulti<Buffer> implements Subscription {

    /** The most bytes read only to keep a connection; for a longer rest it is cheaper to open a new one. */
    private static final long MAX_DRAINED = 64 << 10;

    private enum State {
        OPEN,
        /**
         * The exchange is over; the subscriber has yet to receive the bytes that arrived before, and then the failure.
         */
        FAILED,
        DRAINING,
        ENDED
    }

    private final Vertx vertx;
    private final Context context;
    private final WireSettings settings;
    private final int maxSize;
    private final HttpClientRequest request;
    private final HttpClientResponse response;
    private final boolean lastOfConnection;

    private final Deque<Buffer> rest = new ArrayDeque<>();
    private MultiSubscriber<? super Buffer> subscriber;
    /**
     * Set at once, on the thread that cancels, so that a failure that is about to be passed on does not reach a
     * subscriber that has left.
     */
    private volatile boolean cancelled;

    private WireException failure;
    private boolean collected;
    private boolean delivering;
    private State state = State.OPEN;
    /** Whether the exchange is over on the network; its connection may already serve another exchange. */
    private boolean finished;

    private boolean released;
    private long demand;
    private long received;
    private IdleLimits idleness;
    private long silentSince = System.nanoTime();
    private long lifelessSince = silentSince;
    private long undemandedSince = silentSince;
    private long timer = -1;

    /** @param lastOfConnection whether the connection is closed after this response */
    ResponseBody(
            HttpWire wire,
            IdleLimits idleness,
            int maxSize,
            HttpClientRequest request,
            HttpClientResponse response,
            boolean lastOfConnection) {
        this.vertx = wire.vertx();
        this.context = vertx.getOrCreateContext();
        this.settings = wire.settings();
        this.maxSize = maxSize;
        this.request = request;
        this.response = response;
        this.lastOfConnection = lastOfConnection;
        this.idleness = idleness;
        response.exceptionHandler(e -> broken(WireFailure.of(e)));
        response.endHandler(ignored -> ended());
        response.handler(this::received);
    }

    @Override
    public void subscribe(MultiSubscriber<? super Buffer> downstream) {
        subscriber = downstream;
        downstream.onSubscribe(this);
        onContext(() -> {
            checkIdle();
            deliverRest();
        });
    }

    @Override
    public void request(long n) {
        onContext(() -> {
            if (demand == 0) {
                silentSince = System.nanoTime();
                lifelessSince += silentSince - undemandedSince;
            }
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            if (state == State.OPEN) {
                response.fetch(n);
            } else {
                deliverRest();
            }
        });
    }

    @Override
    public void cancel() {
        cancelled = true;
        onContext(() -> {
            if (state == State.OPEN && released) {
                drain();
            } else if (state != State.DRAINING) {
                close();
            }
        });
    }

    void idleTimeout(Duration timeout) {
        onContext(() -> {
            idleness = IdleLimits.of(timeout);
            if (state == State.OPEN && timer >= 0) {
                vertx.cancelTimer(timer);
                checkIdle();
            }
        });
    }

    void alive() {
        onContext(() -> {
            lifelessSince = System.nanoTime();
            undemandedSince = lifelessSince;
        });
    }

    void release() {
        onContext(() -> {
            released = true;
            if (subscriber == null && state == State.OPEN) {
                drain();
            }
        });
    }

    private void received(Buffer bytes) {
        received += bytes.length();
        if (state == State.FAILED) {
            rest.add(bytes);
        } else if (state == State.DRAINING) {
            if (received > MAX_DRAINED) {
                close();
            }
        } else if (state == State.OPEN) {
            if (received > maxSize) {
                abort(new WireException(
                        WireException.Reason.MALFORMED, "the response is longer than " + maxSize + " bytes"));
                return;
            }
            deliver(bytes);
        }
    }

    private void deliver(Buffer bytes) {
        demand = demand == Long.MAX_VALUE ? demand : Math.max(0, demand - 1);
        silentSince = System.nanoTime();
        undemandedSince = silentSince;
        subscriber.onItem(bytes);
    }

    private void ended() {
        finished();
        if (state == State.OPEN) {
            end();
            subscriber.onCompletion();
        } else if (state == State.DRAINING) {
            end();
        }
    }

    /**
     * Handles an exchange that broke. Bytes that arrived before still wait for demand, and the failure is passed on
     * after them.
     */
    private void broken(WireException cause) {
        finished();
        if (state != State.OPEN) {
            if (state == State.DRAINING) {
                end();
            }
            return;
        }
        state = State.FAILED;
        failure = cause;
        stopTimer();
        response.resume();
        context.runOnContext(ignored -> {
            collected = true;
            deliverRest();
        });
    }

    /** Closes the exchange and fails the body because one of this product's own limits was passed. */
    private void abort(WireException cause) {
        close();
        fail(cause);
    }

    private void fail(WireException cause) {
        if (!cancelled) {
            subscriber.onFailure(cause);
        }
    }

    private void deliverRest() {
        if (state != State.FAILED || !collected || subscriber == null || delivering) {
            return;
        }
        delivering = true;
        while (state == State.FAILED && demand > 0 && !rest.isEmpty()) {
            deliver(rest.poll());
        }
        delivering = false;
        if (state == State.FAILED && rest.isEmpty()) {
            end();
            fail(failure);
        }
    }

    /** Reads the rest without a subscriber, within limits on time and bytes, so that the connection can be kept. */
    private void drain() {
        state = State.DRAINING;
        received = 0;
        stopTimer();
        timer = vertx.setTimer(Math.max(1, settings.drainTimeout().toMillis()), ignored -> close());
        response.resume();
    }

    /**
     * Closes the exchange, after reading what has arrived. The response may have ended unread, and its connection may
     * already serve another exchange, which a reset would break.
     */
    private void close() {
        if (state != State.ENDED) {
            end();
            response.resume();
            context.runOnContext(ignored -> {
                if (!finished) {
                    request.reset();
                }
            });
        }
    }

    private void finished() {
        finished = true;
        if (lastOfConnection && response.version() == HttpVersion.HTTP_2) {
            request.connection().shutdown(Integer.MAX_VALUE, TimeUnit.MILLISECONDS);
        }
    }

    private void end() {
        state = State.ENDED;
        rest.clear();
        stopTimer();
    }

    /**
     * Fails a body that has been silent for too long. Otherwise checks again at the next time at which a limit could
     * have passed.
     */
    private void checkIdle() {
        if (state != State.OPEN) {
            return;
        }
        long now = System.nanoTime();
        long patientLeft = left(idleness.patient(), silentSince, now);
        long strictLeft = left(idleness.strict(), lifelessSince, now);
        if (strictLeft <= 0 && idleness.alone().getAsBoolean()) {
            strictLeft = idleness.strict().toNanos();
        }
        if (patientLeft <= 0 || strictLeft <= 0) {
            abort(new WireException(WireException.Reason.IDLE_TIMEOUT, "no sign of life within the idle timeout"));
        } else {
            long millis = Math.max(1, Math.min(patientLeft, strictLeft) / 1_000_000);
            timer = vertx.setTimer(millis, ignored -> checkIdle());
        }
    }

    /** Returns the rest of a limit, in nanoseconds: all of it while the subscriber waits for no bytes. */
    private long left(Duration limit, long since, long now) {
        return demand == 0 ? limit.toNanos() : limit.toNanos() - (now - since);
    }

    private void stopTimer() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    private void onContext(Runnable action) {
        if (Context.isOnEventLoopThread() && Vertx.currentContext() == context) {
            action.run();
        } else {
            context.runOnContext(ignored -> action.run());
        }
    }
}

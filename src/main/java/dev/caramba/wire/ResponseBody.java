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
 * A response's bytes for one subscriber. All state is touched on the exchange's own context only; the socket is read
 * as far as the subscriber asked, and the limits on silence run only while it waits for bytes. Longer than other files: one
 * state machine whose steps share every field.
 */
final class ResponseBody extends AbstractMulti<Buffer> implements Subscription {

    /** The end of a body that is read only to keep its connection has no business being longer. */
    private static final long MAX_DRAINED = 64 << 10;

    private enum State {
        OPEN,
        /** The exchange is over; what had arrived before and the failure are still to be told. */
        FAILED,
        DRAINING,
        ENDED
    }

    private final Vertx vertx;
    private final Context context;
    private final WireSettings settings;
    private final HttpClientRequest request;
    private final HttpClientResponse response;
    private final boolean lastOfConnection;

    private final Deque<Buffer> rest = new ArrayDeque<>();
    private MultiSubscriber<? super Buffer> subscriber;
    /** Told from the canceller's thread at once: a failure on its way would have nobody to be told to. */
    private volatile boolean cancelled;

    private WireException failure;
    private boolean collected;
    private boolean telling;
    private State state = State.OPEN;
    /** Whether nothing comes any more: the connection may serve another exchange by now. */
    private boolean finished;

    private boolean released;
    private long demand;
    private long received;
    private IdleLimits idleness;
    private long silentSince = System.nanoTime();
    private long lifelessSince = silentSince;
    private long undemandedSince = silentSince;
    private long timer = -1;

    /** @param lastOfConnection whether the connection is closed behind this response */
    ResponseBody(
            HttpWire wire,
            IdleLimits idleness,
            HttpClientRequest request,
            HttpClientResponse response,
            boolean lastOfConnection) {
        this.vertx = wire.vertx();
        this.context = vertx.getOrCreateContext();
        this.settings = wire.settings();
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
            tellRest();
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
                tellRest();
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
            if (received > settings.maxResponseSize()) {
                abort(new WireException(
                        WireException.Reason.MALFORMED,
                        "the response is longer than " + settings.maxResponseSize() + " bytes"));
                return;
            }
            tell(bytes);
        }
    }

    private void tell(Buffer bytes) {
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

    /** The exchange has broken. Bytes that had arrived wait for their demand, and the failure waits for them. */
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
            tellRest();
        });
    }

    /** A limit of ours was passed: nothing more is wanted. */
    private void abort(WireException cause) {
        close();
        fail(cause);
    }

    private void fail(WireException cause) {
        if (!cancelled) {
            subscriber.onFailure(cause);
        }
    }

    private void tellRest() {
        if (state != State.FAILED || !collected || subscriber == null || telling) {
            return;
        }
        telling = true;
        while (state == State.FAILED && demand > 0 && !rest.isEmpty()) {
            tell(rest.poll());
        }
        telling = false;
        if (state == State.FAILED && rest.isEmpty()) {
            end();
            fail(failure);
        }
    }

    /** Reads on without a subscriber, for a while. */
    private void drain() {
        state = State.DRAINING;
        received = 0;
        stopTimer();
        timer = vertx.setTimer(Math.max(1, settings.drainTimeout().toMillis()), ignored -> close());
        response.resume();
    }

    /**
     * Closes the exchange. Its end may have arrived unread, and its connection serve another exchange, which a reset would
     * break: what has arrived is read first.
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

    /** Ends a body that has been silent for too long, or looks again when it could have been. */
    private void checkIdle() {
        if (state != State.OPEN) {
            return;
        }
        long now = System.nanoTime();
        long patience = left(idleness.patient(), silentSince, now);
        long strictness = left(idleness.strict(), lifelessSince, now);
        if (strictness <= 0 && idleness.alone().getAsBoolean()) {
            strictness = idleness.strict().toNanos();
        }
        if (patience <= 0 || strictness <= 0) {
            abort(new WireException(WireException.Reason.IDLE_TIMEOUT, "no sign of life within the idle timeout"));
        } else {
            long millis = Math.max(1, Math.min(patience, strictness) / 1_000_000);
            timer = vertx.setTimer(millis, ignored -> checkIdle());
        }
    }

    /** What is left of a limit; all of it while nobody waits for bytes. */
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
        if (Vertx.currentContext() == context) {
            action.run();
        } else {
            context.runOnContext(ignored -> action.run());
        }
    }
}

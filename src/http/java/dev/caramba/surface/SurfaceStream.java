package dev.caramba.surface;

import dev.caramba.call.AnsweringTarget;
import dev.caramba.call.IdGenerator;
import dev.caramba.call.StreamSettings;
import dev.caramba.error.HttpError;
import dev.caramba.error.HttpErrorException;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.http.HttpInvocation;
import dev.caramba.http.KeepAlive;
import dev.caramba.stream.EventStream;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Writes the events of an answer as they come, on the event loop of the request. What has come together goes out
 * together. It requests events only while the caller takes what is written, so that a slow caller slows the provider
 * down. A caller who leaves cancels the call.
 */
final class SurfaceStream implements MultiSubscriber<Event> {

    /** The most events that are requested and not written yet. */
    private static final int MOST_AHEAD = 32;

    private static final int MOST_PENDING = 64 << 10;

    private final RoutingContext request;
    private final HttpServerResponse response;
    private final Context loop;
    private final HttpInvocation invocation;
    private final CallContext call;
    private final SurfaceRequest asked;
    private final KeepAlive keepAlive;
    /** How many events wait for the event loop, because they came on another thread. */
    private final AtomicInteger queued = new AtomicInteger();

    /** What has come since the last write. */
    private final StringBuilder pending = new StringBuilder();

    private int due;
    private Flow.Subscription subscription;
    private Optional<StreamWriter> writer = Optional.empty();
    /** What came before the first content, which sends the head. */
    private final List<Event> ahead = new ArrayList<>();

    SurfaceStream(
            RoutingContext request,
            HttpInvocation invocation,
            CallContext call,
            SurfaceRequest asked,
            StreamSettings settings) {
        this.request = request;
        this.response = request.response();
        this.loop = request.vertx().getOrCreateContext();
        this.invocation = invocation;
        this.call = call;
        this.asked = asked;
        this.keepAlive = new KeepAlive(request, settings, this::keptAlive);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        request.addEndHandler(end -> {
            keepAlive.stop();
            subscription.cancel();
        });
        keepAlive.start();
        requestMore();
    }

    @Override
    public void onItem(Event event) {
        onLoop(() -> {
            try {
                due--;
                handle(event);
            } catch (RuntimeException e) {
                subscription.cancel();
                request.fail(e);
            }
        });
    }

    @Override
    public void onFailure(Throwable e) {
        onLoop(() -> {
            if (e instanceof HttpErrorException refused) {
                request.fail(refused);
            } else {
                fail(EventStream.failureOf(e));
            }
        });
    }

    /** Does nothing: the terminal event has ended the response. */
    @Override
    public void onCompletion() {}

    /**
     * Runs an action on the event loop: at once where it is there already, and behind all that wait. A worker may have
     * the same context.
     */
    private void onLoop(Runnable action) {
        if (queued.get() == 0 && Context.isOnEventLoopThread() && Vertx.currentContext() == loop) {
            action.run();
            return;
        }
        queued.incrementAndGet();
        loop.runOnContext(now -> {
            queued.decrementAndGet();
            action.run();
        });
    }

    private void handle(Event event) {
        if (response.closed() || response.ended()) {
            return;
        }
        if (event instanceof Event.Error error) {
            fail(error.failure());
            return;
        }
        if (event.commits()) {
            beginHead();
        }
        if (event instanceof Event.Done done) {
            end(textAhead() + writer().end(done));
            return;
        }
        if (!invocation.committed()) {
            ahead.add(event);
            requestMore();
            return;
        }
        add(textAhead() + writer().of(event));
    }

    /** Adds to what is written at the end of this turn of the event loop, when all that came with it is there as well. */
    private void add(String text) {
        boolean first = pending.isEmpty();
        pending.append(text);
        if (pending.length() > MOST_PENDING) {
            flush();
        } else if (first && !text.isEmpty()) {
            loop.runOnContext(now -> flush());
        }
        if (pending.isEmpty()) {
            requestMore();
        }
    }

    private void flush() {
        if (!pending.isEmpty() && !response.closed() && !response.ended()) {
            response.write(taken());
            keepAlive.wrote();
            requestMore();
        }
    }

    private String taken() {
        var text = pending.toString();
        pending.setLength(0);
        return text;
    }

    /** Ends the response when the answer is kept: a caller may come back to it at once. */
    private void end(String text) {
        writer().whole()
                .map(asked::keep)
                .orElseGet(() -> Uni.createFrom().voidItem())
                .subscribe()
                .with(
                        kept -> {
                            if (!response.closed()) {
                                response.end(taken() + text);
                            }
                        },
                        request::fail);
    }

    /** Returns the text of what came before the head went out. */
    private String textAhead() {
        var text = ahead.stream().map(writer()::of).collect(Collectors.joining());
        ahead.clear();
        return text;
    }

    /** Returns what keeps a silent stream alive, and sends the head with it. */
    private String keptAlive() {
        flush();
        beginHead();
        return writer.flatMap(StreamWriter::keepAlive).orElseGet(asked::keepAlive);
    }

    /** Sends the head of the response. From here on, a failure is told in the stream. */
    private void beginHead() {
        if (!invocation.committed()) {
            invocation.commit(call);
            response.setChunked(true)
                    .putHeader("content-type", "text/event-stream; charset=utf-8")
                    .putHeader("cache-control", "no-cache, no-store")
                    .putHeader("x-accel-buffering", "no");
            if (request.request().version() == HttpVersion.HTTP_1_0) {
                endByClosing();
            }
        }
    }

    /** Tells the end by closing the connection: HTTP/1.0 has no other way when the length is not known. */
    private void endByClosing() {
        request.addHeadersEndHandler(head -> response.putHeader("connection", "close"));
        request.addEndHandler(end -> request.request().connection().close());
    }

    /** Returns the writer of the events. The answering target is known by the time of the first one. */
    private StreamWriter writer() {
        if (writer.isEmpty()) {
            var target = AnsweringTarget.answering(call, asked.call().params());
            var id = call.trail().answerId(() -> IdGenerator.next(""));
            writer = Optional.of(asked.writer(id, target.model()));
        }
        return writer.get();
    }

    private void fail(Failure failure) {
        var error = HttpError.of(failure, call.trail());
        if (invocation.committed()) {
            // Without the end mark, a truncated answer never looks like a complete one.
            response.end(taken() + writer().error(error));
        } else {
            request.fail(error.asException());
        }
    }

    private void requestMore() {
        if (due > MOST_AHEAD / 2) {
            return;
        }
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> {
                response.drainHandler(null);
                requestMore();
            });
            return;
        }
        int more = MOST_AHEAD - due;
        due = MOST_AHEAD;
        subscription.request(more);
    }
}

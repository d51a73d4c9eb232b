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
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;

/**
 * Writes the events of an answer as they come, on the event loop of the request. It requests an event only after the
 * last one was written, so that a slow caller slows the provider down. A caller who leaves cancels the call.
 */
final class SurfaceStream implements Flow.Subscriber<Event> {

    private final RoutingContext request;
    private final HttpServerResponse response;
    private final Context loop;
    private final HttpInvocation invocation;
    private final CallContext call;
    private final SurfaceRequest asked;
    private final KeepAlive keepAlive;
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
        subscription.request(1);
    }

    @Override
    public void onNext(Event event) {
        loop.runOnContext(now -> {
            try {
                handle(event);
            } catch (RuntimeException e) {
                subscription.cancel();
                request.fail(e);
            }
        });
    }

    @Override
    public void onError(Throwable e) {
        loop.runOnContext(now -> {
            if (e instanceof HttpErrorException refused) {
                request.fail(refused);
            } else {
                fail(EventStream.failureOf(e));
            }
        });
    }

    /** Does nothing: the terminal event has ended the response. */
    @Override
    public void onComplete() {}

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
            requestNext();
            return;
        }
        var text = textAhead() + writer().of(event);
        if (!text.isEmpty()) {
            response.write(text);
            keepAlive.wrote();
        }
        requestNext();
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
                                response.end(text);
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
            response.end(writer().error(error));
        } else {
            request.fail(error.asException());
        }
    }

    private void requestNext() {
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> {
                response.drainHandler(null);
                subscription.request(1);
            });
        } else {
            subscription.request(1);
        }
    }
}

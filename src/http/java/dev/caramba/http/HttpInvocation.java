package dev.caramba.http;

import dev.caramba.access.AccessGate;
import dev.caramba.call.Invocation;
import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Caller;
import dev.caramba.generation.TraceContext;
import dev.caramba.result.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A request over HTTP, seen as an invocation. */
public final class HttpInvocation implements Invocation {

    private static final Pattern MILLISECONDS = Pattern.compile("0*[1-9][0-9]{0,9}");

    private static final String KEY = HttpInvocation.class.getName();

    private final RoutingContext request;
    private final CommitPoint commitPoint;
    /** Those who wait for the caller to leave. */
    private final List<UniEmitter<? super Void>> waiting = new ArrayList<>(1);

    private boolean left;

    private HttpInvocation(RoutingContext request) {
        this.request = request;
        this.commitPoint = new CommitPoint(request.response());
        request.addEndHandler(end -> {
            if (end.failed()) {
                leave().forEach(waiter -> waiter.complete(null));
            }
        });
    }

    /**
     * Returns the invocation of a request. The first call must happen on the request's event loop, so that it notices
     * when the caller leaves.
     */
    public static HttpInvocation of(RoutingContext request) {
        Optional<HttpInvocation> known = Optional.ofNullable(request.get(KEY));
        return known.orElseGet(() -> {
            var invocation = new HttpInvocation(request);
            request.put(KEY, invocation);
            return invocation;
        });
    }

    @Override
    public String requestId() {
        return RequestIds.of(request);
    }

    @Override
    public Caller caller() {
        return AccessGate.callerOf(request);
    }

    /** Returns the timeout in the headers, in milliseconds. A value that is not a positive whole number is ignored. */
    @Override
    public Optional<Duration> callersTimeout() {
        return Stream.of("x-caramba-timeout-ms", "x-request-timeout")
                .flatMap(name -> Optional.ofNullable(request.request().getHeader(name)).stream())
                .map(String::strip)
                .filter(value -> MILLISECONDS.matcher(value).matches())
                .map(value -> Duration.ofMillis(Long.parseLong(value)))
                .min(Duration::compareTo);
    }

    @Override
    public Uni<Void> abandoned() {
        return Uni.createFrom().emitter(waiter -> {
            if (hasLeft(waiter)) {
                waiter.complete(null);
            }
        });
    }

    private synchronized List<UniEmitter<? super Void>> leave() {
        left = true;
        return List.copyOf(waiting);
    }

    private synchronized boolean hasLeft(UniEmitter<? super Void> waiter) {
        return left || !waiting.add(waiter);
    }

    /**
     * Returns the position in a trace. The headers take precedence over the event, since whoever passes an event on
     * sets them.
     */
    @Override
    public Optional<TraceContext> trace() {
        return TraceContext.read(header(TraceContext.PARENT), header(TraceContext.STATE))
                .or(() -> EventAttributes.of(request).flatMap(EventAttributes::trace));
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(request.request().getHeader(name));
    }

    /** Returns the key of the event, or the one that the caller has chosen. */
    @Override
    public Optional<IdempotencyKey> resultKey() {
        return EventAttributes.of(request)
                .map(event -> IdempotencyKey.of(caller().name(), event.source(), event.id()))
                .or(() -> IdempotencyKeyHeader.of(request).map(key -> IdempotencyKey.of(caller().name(), "", key)));
    }

    /** Returns what the header {@code Cache-Control} says. */
    @Override
    public Caching caching() {
        return CacheControl.read(request.request().headers().getAll("cache-control"));
    }

    /** Returns whether the request is no event: the sender of an event does not wait for the answer. */
    @Override
    public boolean interactive() {
        return EventAttributes.of(request).isEmpty();
    }

    @Override
    public void replayed() {
        request.response().putHeader("x-caramba-idempotent-replay", "true");
    }

    /** Returns whether the headers of the response are decided. */
    public boolean committed() {
        return commitPoint.reached();
    }

    @Override
    public void commit(CallContext context) {
        commitPoint.reach(context);
    }
}

package dev.caramba.http;

import dev.caramba.access.AccessGate;
import dev.caramba.call.Invocation;
import dev.caramba.generation.Caching;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.Caller;
import dev.caramba.generation.TraceContext;
import dev.caramba.result.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A request over HTTP. */
public final class HttpInvocation implements Invocation {

    private static final Pattern MILLISECONDS = Pattern.compile("0*[1-9][0-9]{0,9}");

    private static final String KEY = HttpInvocation.class.getName();

    private final RoutingContext request;
    private final CommitPoint commitPoint;
    private final CompletableFuture<Void> abandoned = new CompletableFuture<>();

    private HttpInvocation(RoutingContext request) {
        this.request = request;
        this.commitPoint = new CommitPoint(request.response());
        request.addEndHandler(end -> {
            if (end.failed()) {
                abandoned.complete(null);
            }
        });
    }

    /** The request's invocation; to be called first on its event loop, where it cannot miss that the caller leaves. */
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

    /** What the headers say, in milliseconds; anything but a positive whole number says nothing. */
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
        return Uni.createFrom().completionStage(() -> abandoned.copy());
    }

    /** Whoever passed an event on says in the headers where; else it is where it was made. */
    @Override
    public Optional<TraceContext> trace() {
        return TraceContext.read(header(TraceContext.PARENT), header(TraceContext.STATE))
                .or(() -> EventHead.of(request).flatMap(EventHead::trace));
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(request.request().getHeader(name));
    }

    /** That of the event, or the one that the caller has chosen. */
    @Override
    public Optional<IdempotencyKey> resultKey() {
        return EventHead.of(request)
                .map(event -> IdempotencyKey.of(caller().name(), event.source(), event.id()))
                .or(() -> IdempotencyKeyHeader.of(request).map(key -> IdempotencyKey.of(caller().name(), "", key)));
    }

    /** What {@code Cache-Control} says. */
    @Override
    public Caching caching() {
        return CacheControl.read(request.request().headers().getAll("cache-control"));
    }

    /** Who sends an event wants it done; who sends a request waits. */
    @Override
    public boolean interactive() {
        return EventHead.of(request).isEmpty();
    }

    @Override
    public void replayed() {
        request.response().putHeader("x-caramba-idempotent-replay", "true");
    }

    /** Whether the head of the response is decided. */
    public boolean committed() {
        return commitPoint.reached();
    }

    @Override
    public void commit(CallContext context) {
        commitPoint.reach(context);
    }
}

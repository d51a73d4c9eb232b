package dev.caramba.sink;

import dev.caramba.batch.ResultEvent;
import dev.caramba.batch.ResultSink;
import dev.caramba.format.Json;
import dev.caramba.wire.WireException;
import dev.caramba.wire.WireSettings;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/** Posts results as CloudEvents in binary mode. Every status but a 2xx is a failure. */
public final class HttpSink implements ResultSink {

    private final URI uri;
    private final Duration timeout;
    private final WireSettings connections;

    /** The client. The first event creates it, on a worker thread, because that loads classes. */
    private final Uni<SinkResource> client = Uni.createFrom()
            .item(this::create)
            .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
            .memoize()
            .indefinitely();

    /**
     * @param timeout the limit of one request, until its response is complete
     * @param connections the limits of the connection pool, and of a response's head
     */
    public HttpSink(URI uri, Duration timeout, WireSettings connections) {
        this.uri = uri;
        this.timeout = timeout;
        this.connections = connections;
    }

    @Override
    public Uni<Void> send(ResultEvent event) {
        return client.flatMap(sink -> answer(post(sink, event)))
                .invoke(HttpSink::check)
                .replaceWithVoid();
    }

    private SinkResource create() {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(uri)
                .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, connections.poolSize())
                .property(QuarkusRestClientProperties.CONNECTION_TTL, (int)
                        connections.keepAlive().toSeconds())
                .property(QuarkusRestClientProperties.MAX_HEADER_SIZE, connections.maxHeaderSize())
                .userAgent(ResultEvent.SOURCE)
                .followRedirects(false)
                .disableDefaultMapper(true)
                .build(SinkResource.class);
    }

    private static Uni<Integer> post(SinkResource sink, ResultEvent event) {
        var attributes = CloudEventAttributes.of(event);
        return sink.post(
                        attributes.get("specversion"),
                        encoded(attributes.get("id")),
                        encoded(attributes.get("source")),
                        encoded(attributes.get("type")),
                        encoded(attributes.get("causeid")),
                        encoded(attributes.get("causesource")),
                        attributes.containsKey("subject") ? encoded(attributes.get("subject")) : null,
                        Json.write(event.data()).getBytes(StandardCharsets.UTF_8))
                .map(HttpSink::status);
    }

    private static int status(Response response) {
        response.close();
        return response.getStatus();
    }

    /**
     * Returns the status of the response, or fails after the timeout. The timeout does not cancel the request: the client
     * never frees the pool's place of a request that is cancelled while it waits for its connection. The client's own
     * limits end that wait, and a response that is still being read is cut off after twice the timeout.
     */
    private Uni<Integer> answer(Uni<Integer> request) {
        var bounded = request.ifNoItem().after(timeout.multipliedBy(2)).fail();
        return Uni.createFrom()
                .completionStage(() -> {
                    var answer = new CompletableFuture<Integer>();
                    bounded.subscribe().with(answer::complete, answer::completeExceptionally);
                    return answer;
                })
                .onFailure()
                .transform(this::withoutPath)
                .ifNoItem()
                .after(timeout)
                .failWith(this::unanswered);
    }

    private static void check(int status) {
        if (status < 200 || status > 299) {
            throw new IllegalStateException("HTTP " + status);
        }
    }

    /** Returns the failure without the client's message, which names the path: a path can be a secret. */
    private Throwable withoutPath(Throwable failure) {
        var cause = failure instanceof ProcessingException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException ? unanswered() : WireException.of(cause);
    }

    private IllegalStateException unanswered() {
        return new IllegalStateException("no answer within " + timeout.toMillis() + " ms");
    }

    /** Percent-encodes the characters that the HTTP binding of CloudEvents requires to be encoded, and no others. */
    private static String encoded(String value) {
        var encoded = new StringBuilder();
        value.codePoints().forEach(c -> encoded.append(plain(c) ? Character.toString(c) : percent(c)));
        return encoded.toString();
    }

    private static boolean plain(int c) {
        return c > ' ' && c < 0x7f && c != '"' && c != '%';
    }

    private static String percent(int c) {
        return URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8).replace("+", "%20");
    }
}

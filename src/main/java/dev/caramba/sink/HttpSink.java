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

/** Posts results as CloudEvents in binary mode. Any answer but a 2xx is a failure. */
public final class HttpSink implements ResultSink {

    private final URI uri;
    private final Duration timeout;
    private final WireSettings connections;

    /** Made by the first event, on a worker: classes are loaded for it. */
    private final Uni<SinkResource> client = Uni.createFrom()
            .item(this::create)
            .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
            .memoize()
            .indefinitely();

    /**
     * @param timeout of one request, until its answer is there
     * @param connections how many there are at most, how long they are kept, how large the head of an answer may be
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
     * The status of the answer, unless it takes too long. Whoever gives up leaves the request as it is: one that is
     * cancelled while it waits for its connection keeps the place of that connection in the pool for good. The limits of
     * the client end that wait, and after twice the time whatever still reads is cut off.
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
                .transform(this::told)
                .ifNoItem()
                .after(timeout)
                .failWith(this::unanswered);
    }

    private static void check(int status) {
        if (status < 200 || status > 299) {
            throw new IllegalStateException("HTTP " + status);
        }
    }

    /** Without what the client says: that names the path, which can be a secret. */
    private Throwable told(Throwable failure) {
        var cause = failure instanceof ProcessingException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException ? unanswered() : WireException.of(cause);
    }

    private IllegalStateException unanswered() {
        return new IllegalStateException("no answer within " + timeout.toMillis() + " ms");
    }

    /** Percent-encoded where the binding of CloudEvents to HTTP wants it, and elsewhere as it is. */
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

package dev.caramba.sink;

import dev.caramba.batch.ResultEvent;
import dev.caramba.batch.ResultSink;
import dev.caramba.format.Json;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.WireRequest;
import dev.caramba.wire.WireResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Posts results as CloudEvents in binary mode. Any answer but a 2xx is a failure. */
public final class HttpSink implements ResultSink {

    private final HttpWire wire;
    private final URI uri;
    private final Duration timeout;

    private static final String OWNER = "sink";

    /** @param timeout of one request, until its answer is there */
    public HttpSink(HttpWire wire, URI uri, Duration timeout) {
        this.wire = wire;
        this.uri = uri;
        this.timeout = timeout;
    }

    @Override
    public Uni<Void> send(ResultEvent event) {
        return Uni.createFrom()
                .deferred(() -> wire.send(new WireRequest(
                        OWNER, uri, headers(event), Buffer.buffer(Json.write(event.data())), timeout, timeout)))
                .ifNoItem()
                .after(timeout)
                .failWith(() -> new IllegalStateException("no answer within " + timeout.toMillis() + " ms"))
                .invoke(WireResponse::release)
                .invoke(HttpSink::check)
                .replaceWithVoid();
    }

    private static void check(WireResponse response) {
        if (response.status() < 200 || response.status() > 299) {
            throw new IllegalStateException("HTTP " + response.status());
        }
    }

    private static Map<String, String> headers(ResultEvent event) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", CloudEventAttributes.JSON);
        CloudEventAttributes.of(event).forEach((name, value) -> headers.put("ce-" + name, encoded(value)));
        return headers;
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

package dev.caramba.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.format.HttpAddress;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key is for the address that it was configured with: no answer sends it elsewhere. */
class RedirectTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpWire wire = new HttpWire(vertx, WireSettings.DEFAULT);
    private final Upstream asked = Upstream.start();
    private final Upstream elsewhere = Upstream.start();

    @AfterEach
    void close() {
        wire.close();
        asked.close();
        elsewhere.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 305, 307, 308})
    void a_redirect_is_an_answer_like_any_other(int status) throws Exception {
        asked.next(Script.empty(status).header("location", elsewhere.baseUrl() + "/v1/chat"));
        elsewhere.next(Script.empty(200));

        var response = wire.send(new WireRequest(
                        "test",
                        HttpAddress.of(asked.baseUrl() + "/v1/chat"),
                        Map.of("authorization", "Bearer sk-1"),
                        Buffer.buffer("{}"),
                        Upstream.LIMIT,
                        Upstream.LIMIT))
                .subscribeAsCompletionStage()
                .toCompletableFuture()
                .get(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS);
        response.release();

        assertEquals(status, response.status());
        assertEquals(1, asked.requests().size());
        assertEquals(List.of(), elsewhere.requests());
    }
}

package dev.caramba.provider;

import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.Provider;
import dev.caramba.generation.ProviderContract;
import dev.caramba.upstream.ChatAnswer;
import dev.caramba.upstream.Script;
import dev.caramba.upstream.Upstream;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.WireSettings;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class HttpProviderContractTest extends ProviderContract {

    private Vertx vertx;
    private Upstream upstream;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        upstream = Upstream.start();
    }

    @AfterEach
    void stop() {
        upstream.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    protected Provider provider(Behind behind) {
        upstream.next(script(behind));
        var endpoint = new Endpoint(upstream.baseUrl() + "/v1", Optional.of("key"), Map.of());
        var dialect = new Dialects(List.of()).named("openai").orElseThrow();
        var wire = new HttpWire(vertx, WireSettings.DEFAULT);
        return new HttpProvider("http", dialect, endpoint, HttpTimeouts.DEFAULT, wire);
    }

    @Override
    protected int requests() {
        return upstream.requests().size();
    }

    @Override
    protected boolean underWay() {
        upstream.awaitClientClose(0);
        return false;
    }

    private static Script script(Behind behind) {
        var answer = ChatAnswer.of("Hello world").inEvents(2);
        var hello = ChatAnswer.of("Hello").inEvents(1);
        return switch (behind) {
            case ANSWERS -> answer.stream();
            case REFUSES -> ChatAnswer.error(500, "server_error", "broken");
            case BREAKS -> hello.cutAfter(1).thenReset();
            case STALLS -> hello.cutAfter(1).thenHang();
        };
    }
}

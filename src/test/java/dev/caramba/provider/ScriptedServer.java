package dev.caramba.provider;

import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.CallContext;
import dev.caramba.generation.CallTrail;
import dev.caramba.generation.Deadline;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.Provider;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.upstream.Upstream;
import dev.caramba.wire.HttpWire;
import dev.caramba.wire.WireSettings;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A scripted server and providers that ask it over real sockets; each test has its own. */
final class ScriptedServer implements BeforeEachCallback, AfterEachCallback {

    private final WireSettings settings;
    private Vertx vertx;
    private HttpWire wire;
    private Upstream upstream;

    ScriptedServer() {
        this(WireSettings.DEFAULT);
    }

    ScriptedServer(WireSettings settings) {
        this.settings = settings;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        vertx = Vertx.vertx();
        wire = new HttpWire(vertx, settings);
        upstream = Upstream.start();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        upstream.close();
        wire.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    Upstream upstream() {
        return upstream;
    }

    /** A provider that asks the server at {@code /v1}, with these further headers. */
    HttpProvider provider(String dialect, String key, Map<String, String> headers) {
        return provider(dialect, new Endpoint(upstream.baseUrl() + "/v1", Optional.of(key), Map.of(), headers));
    }

    HttpProvider provider(String dialect, Endpoint endpoint) {
        return new HttpProvider(
                "http", new Dialects(List.of()).named(dialect).orElseThrow(), endpoint, HttpTimeouts.DEFAULT, wire);
    }

    /** What comes of a short prompt. */
    static Multi<Event> generate(Provider provider, boolean streamed) {
        var params = GenerationParams.of(List.of(new Message.User(new Content.Plain("Hello?"))))
                .withModel("m")
                .withStream(streamed);
        return provider.generate(context(), params);
    }

    /** The context of an attempt of a patient caller, while nobody else can be asked. */
    static CallContext context() {
        var deadline = new Deadline(Instant.now().plus(Upstream.LIMIT), false);
        return new CallContext("r1", "anonymous", deadline, new CallTrail()).inAttempt(Optional.empty(), () -> true);
    }

    static List<Event> collect(Multi<Event> events) {
        return events.collect().asList().await().atMost(Upstream.LIMIT);
    }

    /** The failure in which the events end. */
    static Failure failure(List<Event> events) {
        if (events.get(events.size() - 1) instanceof Event.Error error) {
            return error.failure();
        }
        throw new AssertionError("no failure: " + events);
    }
}

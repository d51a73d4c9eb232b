package dev.caramba.app;

import dev.caramba.config.KeyFile;
import dev.caramba.config.SecretFile;
import dev.caramba.config.entry.ApiKey;
import dev.caramba.config.entry.ProviderEntry;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.Provider;
import dev.caramba.provider.HttpProvider;
import dev.caramba.provider.RekeyedProvider;
import dev.caramba.wire.HttpWire;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Makes a provider of an entry that answers over HTTP. */
final class HttpEntries {

    private final Dialects dialects;
    private final HttpWire wire;
    private final Vertx vertx;
    private final Duration refresh;

    /** @param refresh for how long a key from a file is used without looking */
    HttpEntries(Dialects dialects, HttpWire wire, Vertx vertx, Duration refresh) {
        this.dialects = dialects;
        this.wire = wire;
        this.vertx = vertx;
        this.refresh = refresh;
    }

    Provider provider(ProviderEntry entry) {
        var dialect = entry.dialect(dialects);
        Function<Endpoint, Provider> at =
                endpoint -> new HttpProvider(entry.name(), dialect, endpoint, entry.timeouts(), wire);
        return entry.keyFile().map(file -> rekeyed(entry, file, at)).orElseGet(() -> at.apply(entry.endpoint()));
    }

    private Provider rekeyed(ProviderEntry entry, SecretFile file, Function<Endpoint, Provider> at) {
        var key = entry.endpoint().apiKey().orElseThrow();
        var keys = new KeyFile(file, key, ApiKey::sendable, refresh, System::nanoTime, this::blocking);
        return new RekeyedProvider(key, keys, fresh -> at.apply(entry.endpoint().withKey(fresh)));
    }

    /** Answers on the event loop that asked. */
    private Uni<String> blocking(Callable<String> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }
}

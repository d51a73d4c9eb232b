package dev.caramba.app;

import dev.caramba.config.KeyFile;
import dev.caramba.config.SecretFile;
import dev.caramba.config.entry.ApiKey;
import dev.caramba.config.entry.ProviderEntry;
import dev.caramba.dialect.Endpoint;
import dev.caramba.dialect.registry.Dialects;
import dev.caramba.generation.Provider;
import dev.caramba.provider.HttpProvider;
import dev.caramba.provider.RotatingKeyProvider;
import dev.caramba.wire.HttpWire;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;

/** Creates the provider of an entry that is reached over HTTP. */
final class HttpProviders {

    private final Dialects dialects;
    private final HttpWire wire;
    private final Vertx vertx;
    private final Duration refresh;
    private final Map<Account, Set<String>> accounts = new HashMap<>();

    /** @param refresh for how long a key from a file is used before the file is read again */
    HttpProviders(Dialects dialects, HttpWire wire, Vertx vertx, Duration refresh) {
        this.dialects = dialects;
        this.wire = wire;
        this.vertx = vertx;
        this.refresh = refresh;
    }

    Provider provider(ProviderEntry entry) {
        var dialect = entry.dialect(dialects);
        var account = accounts.computeIfAbsent(Account.of(entry.endpoint()), same -> new CopyOnWriteArraySet<>());
        account.add(entry.name());
        Function<Endpoint, Provider> providerAt =
                endpoint -> new HttpProvider(entry.name(), dialect, endpoint, entry.timeouts(), wire, account);
        return entry.keyFile()
                .map(file -> rekeyed(entry, file, providerAt))
                .orElseGet(() -> providerAt.apply(entry.endpoint()));
    }

    private Provider rekeyed(ProviderEntry entry, SecretFile file, Function<Endpoint, Provider> providerAt) {
        var key = entry.endpoint().apiKey().orElseThrow();
        var keys = new KeyFile(file, key, ApiKey::sendable, refresh, System::nanoTime, this::blocking);
        return new RotatingKeyProvider(
                key, keys, fresh -> providerAt.apply(entry.endpoint().withKey(fresh)));
    }

    /** Runs blocking work on a worker thread. The result arrives on the event loop of the caller. */
    private Uni<String> blocking(Callable<String> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }

    /** What tells the accounts of two entries apart: the address, and all that is sent to be let in. */
    private record Account(String baseUrl, Optional<String> key, Map<String, String> headers) {

        static Account of(Endpoint endpoint) {
            return new Account(endpoint.baseUrl(), endpoint.apiKey(), endpoint.headers());
        }

        /** Keeps the key out of logs and errors. */
        @Override
        public String toString() {
            return "Account[" + baseUrl + "]";
        }
    }
}

package dev.caramba.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caramba.access.FleetAccess;
import dev.caramba.access.KeyStore;
import dev.caramba.access.SharedKey;
import dev.caramba.access.SharedKeys;
import dev.caramba.call.AccessSettings;
import dev.caramba.testing.OpenApiDocument;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code docs/openapi.yaml} has what is served where the fleet shares its keys. */
class OpenApiAccessTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void has_every_method_and_no_other() {
        var router = Router.router(vertx);
        var keys = new SharedKeys(new NoKeys(), Duration.ofSeconds(1), Duration.ofSeconds(1), () -> 0);
        new AccessRoutes(new FleetAccess(Optional.of(keys)), AccessSettings.FREE, null, null).routes(router);

        var served = router.getRoutes().stream()
                .filter(route -> route.methods() != null)
                .flatMap(route -> route.methods().stream()
                        .map(HttpMethod::name)
                        .map(method -> method + " " + route.getPath().replaceAll(":([a-z]+)", "{$1}")))
                .collect(Collectors.toCollection(TreeSet::new));
        var documented = OpenApiDocument.read().methods().entrySet().stream()
                .filter(path -> path.getKey().startsWith("/access/"))
                .flatMap(path -> path.getValue().stream().map(method -> method + " " + path.getKey()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(served, documented);
    }

    private static final class NoKeys implements KeyStore {

        @Override
        public Uni<Optional<Keys>> read(String knownVersion) {
            return Uni.createFrom().item(Optional.empty());
        }

        @Override
        public Uni<Void> restore(List<SharedKey> revoked) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Boolean> keep(SharedKey key) {
            return Uni.createFrom().item(true);
        }
    }
}

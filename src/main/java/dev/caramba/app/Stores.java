package dev.caramba.app;

import dev.caramba.generation.Target;
import dev.caramba.health.FallbackHealthStore;
import dev.caramba.health.HealthStore;
import dev.caramba.health.MemoryHealthStore;
import dev.caramba.health.RedisHealthStore;
import dev.caramba.health.RedisLink;
import io.quarkus.arc.InjectableInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** Where health is remembered: in Redis, with the memory of this instance behind it, or in that alone. */
@Singleton
final class Stores {

    private static final Duration PREPARATION = Duration.ofSeconds(5);
    private static final DoubleSupplier RANDOM =
            () -> ThreadLocalRandom.current().nextDouble();

    private final MemoryHealthStore memory;
    private final Optional<FallbackHealthStore> shared;

    @Inject
    Stores(Settings settings, InjectableInstance<Redis> clients, RedisSettings redis, Vertx vertx) {
        var policy = settings.balancer().policy();
        memory = new MemoryHealthStore(policy, InstantSource.system(), RANDOM);
        shared = settings.store().shared() ? Optional.of(shared(settings, clients, redis, vertx)) : Optional.empty();
    }

    HealthStore chosen() {
        return shared.<HealthStore>map(store -> store).orElse(memory);
    }

    /** Connects in the background: nothing waits for it, and nothing depends on it. */
    void prepare(Collection<Target> targets) {
        shared.ifPresent(store -> store.prepare(targets)
                .ifNoItem()
                .after(PREPARATION)
                .recoverWithUni(Uni.createFrom().voidItem())
                .subscribe()
                .with(ignored -> {}));
    }

    private FallbackHealthStore shared(
            Settings settings, InjectableInstance<Redis> clients, RedisSettings redis, Vertx vertx) {
        if (clients.listActive().isEmpty()) {
            throw Mistake.wrong("caramba.store.type", "redis", "REDIS_URL or QUARKUS_REDIS_HOSTS to be set");
        }
        var policy = settings.balancer().policy();
        var timeout = settings.store().timeout();
        var link = RedisLink.open(vertx, redis.options(), timeout);
        return new FallbackHealthStore(
                new RedisHealthStore(link, settings.store().keyPrefix(), policy, RANDOM),
                memory,
                new BreakerGuard(timeout),
                policy,
                InstantSource.system());
    }
}

package dev.caramba.app;

import dev.caramba.cache.CacheStore;
import dev.caramba.cache.FallbackCacheStore;
import dev.caramba.cache.MemoryCacheStore;
import dev.caramba.cache.RedisCacheStore;
import dev.caramba.config.ConfigException;
import dev.caramba.health.FallbackHealthStore;
import dev.caramba.health.HealthStore;
import dev.caramba.health.MemoryHealthStore;
import dev.caramba.health.RedisHealthStore;
import dev.caramba.maker.FallbackMakerStore;
import dev.caramba.maker.MakerStore;
import dev.caramba.maker.MemoryMakerStore;
import dev.caramba.maker.RedisMakerStore;
import dev.caramba.prompt.Target;
import dev.caramba.quota.FallbackQuotaStore;
import dev.caramba.quota.MemoryQuotaStore;
import dev.caramba.quota.QuotaStore;
import dev.caramba.quota.RedisQuotaStore;
import dev.caramba.redis.BreakerGuard;
import dev.caramba.redis.RedisLink;
import dev.caramba.response.FallbackResponseStore;
import dev.caramba.response.MemoryResponseStore;
import dev.caramba.response.NoResponseStore;
import dev.caramba.response.RedisResponseStore;
import dev.caramba.response.ResponseStore;
import dev.caramba.result.FallbackResultStore;
import dev.caramba.result.MemoryResultStore;
import dev.caramba.result.RedisResultStore;
import dev.caramba.result.ResultPolicy;
import dev.caramba.result.ResultStore;
import dev.caramba.settings.ConfigurationCheck;
import dev.caramba.settings.Settings;
import dev.caramba.usage.MemoryUsageStore;
import dev.caramba.usage.RedisUsageStore;
import dev.caramba.usage.UsageLedger;
import dev.caramba.usage.UsageStore;
import io.quarkus.arc.InjectableInstance;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jboss.logging.Logger;

/**
 * Creates the stores for health, results, answers, responses, makers of thoughts and usage. They are in Redis with the
 * local store as a fallback, or in the local store alone.
 */
@Singleton
final class Stores {

    private static final Logger LOG = Logger.getLogger("dev.caramba");
    private static final Duration PREPARATION = Duration.ofSeconds(5);
    private static final DoubleSupplier RANDOM =
            () -> ThreadLocalRandom.current().nextDouble();

    private final MemoryHealthStore memory;
    private final Optional<Redis> link;
    private final Optional<FallbackHealthStore> shared;
    private final ResultStore results;
    private final Settings settings;
    private final CacheStore cache;

    /** All connections to Redis. */
    private final List<Redis> links;

    @Inject
    Stores(
            Settings settings,
            InjectableInstance<Redis> clients,
            RedisSettings redis,
            Vertx vertx,
            ConfigurationCheck check) {
        this.settings = settings;
        var policy = settings.balancer().policy();
        memory = new MemoryHealthStore(policy, InstantSource.system(), RANDOM);
        if (settings.store().shared()) {
            check.told(() -> client(clients));
            var strict = RedisLink.open(vertx, redis.options(), settings.store().strictTimeout());
            link = Optional.of(strict);
            var quick = RedisLink.open(vertx, redis.options(), settings.store().timeout());
            shared = Optional.of(shared(settings, quick));
            links = List.of(quick, strict);
            results = sharedResults(settings, strict);
            cache = sharedCache(settings, strict);
        } else {
            link = Optional.empty();
            shared = Optional.empty();
            links = List.of();
            results = localResults(settings);
            cache = localCache(settings);
        }
    }

    ResultStore results() {
        return results;
    }

    /**
     * Returns the connections to Redis for everything but health; empty without a shared store. They are separate
     * because replies may take longer here: they are larger, and the local store alone would give wrong ones.
     */
    Optional<Redis> link() {
        return link;
    }

    /** Returns a new store of what callers use of their quotas. */
    QuotaStore quotas() {
        var life = settings.balancer().policy().leaseTtl();
        var local = new MemoryQuotaStore(life, InstantSource.system());
        return link.<QuotaStore>map(redis -> new FallbackQuotaStore(
                        new RedisQuotaStore(redis, settings.store().keyPrefix(), life), local, strictGuard(settings)))
                .orElse(local);
    }

    /** Returns a new store of responses, behind a circuit breaker of its own like the results. */
    ResponseStore responses() {
        if (!settings.responses().enabled()) {
            return new NoResponseStore();
        }
        var life = settings.responses().ttl();
        var local = new MemoryResponseStore(settings.responses().maxSize(), life, InstantSource.system());
        return link.<ResponseStore>map(redis -> new FallbackResponseStore(
                        new RedisResponseStore(redis, settings.store().keyPrefix(), life),
                        local,
                        strictGuard(settings)))
                .orElse(local);
    }

    /** Returns a new store of the makers of thoughts, behind a circuit breaker of its own like the results. */
    MakerStore makers() {
        var life = settings.responses().ttl();
        var local = new MemoryMakerStore(life, InstantSource.system());
        return link.<MakerStore>map(redis -> new FallbackMakerStore(
                        new RedisMakerStore(redis, settings.store().keyPrefix(), life), local, strictGuard(settings)))
                .orElse(local);
    }

    CacheStore cache() {
        return cache;
    }

    /** Returns the usage ledger. Its store has a circuit breaker of its own, like that of the results. */
    UsageLedger usage(ScheduledExecutorService timer) {
        var retention = settings.usage().retention();
        var store = link.<UsageStore>map(
                        redis -> new RedisUsageStore(redis, settings.store().keyPrefix(), retention))
                .orElseGet(() -> new MemoryUsageStore(retention, InstantSource.system()));
        var timeout = settings.store().strictTimeout();
        return new UsageLedger(store, new BreakerGuard(timeout), timeout, InstantSource.system(), timer);
    }

    HealthStore chosen() {
        return shared.<HealthStore>map(store -> store).orElse(memory);
    }

    /** Connects in the background. Nothing waits for the connection, and nothing depends on it. */
    void prepare(Collection<Target> targets) {
        shared.ifPresent(store -> store.prepare(targets)
                .ifNoItem()
                .after(PREPARATION)
                .recoverWithUni(Uni.createFrom().voidItem())
                .subscribe()
                .with(ignored -> {}));
    }

    /**
     * Waits until Redis knows what became of the last calls, before the process ends. What was too late for a call is
     * reported now. It waits no longer than a caller would.
     */
    void settle() {
        var longest = settings.store().strictTimeout();
        links.forEach(sent -> RedisLink.awaitReplies(sent, longest));
        shared.ifPresent(store -> store.flush()
                .ifNoItem()
                .after(longest)
                .fail()
                .onFailure()
                .invoke(e -> LOG.warnf("the shared store does not know how the last calls ended: %s", e))
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely());
    }

    private static InjectableInstance<Redis> client(InjectableInstance<Redis> clients) {
        if (clients.listActive().isEmpty()) {
            throw ConfigException.wrong("caramba.store.type", "redis", "REDIS_URL or QUARKUS_REDIS_HOSTS to be set");
        }
        return clients;
    }

    private static BreakerGuard strictGuard(Settings settings) {
        return new BreakerGuard(settings.store().strictTimeout());
    }

    private FallbackHealthStore shared(Settings settings, Redis link) {
        var policy = settings.balancer().policy();
        return new FallbackHealthStore(
                new RedisHealthStore(link, settings.store().keyPrefix(), policy, RANDOM),
                memory,
                new BreakerGuard(settings.store().timeout()),
                policy,
                InstantSource.system());
    }

    /**
     * Returns the results behind a circuit breaker of their own: they are larger than health, and late for other
     * reasons.
     */
    private static ResultStore sharedResults(Settings settings, Redis link) {
        return new FallbackResultStore(
                new RedisResultStore(link, settings.store().keyPrefix(), policy(settings)),
                localResults(settings),
                strictGuard(settings));
    }

    /** Returns the cache behind a circuit breaker of its own, for the same reasons. */
    private static CacheStore sharedCache(Settings settings, Redis link) {
        return new FallbackCacheStore(
                new RedisCacheStore(
                        link,
                        settings.store().keyPrefix(),
                        settings.cache().settings().lease()),
                localCache(settings),
                strictGuard(settings));
    }

    private static MemoryCacheStore localCache(Settings settings) {
        return new MemoryCacheStore(
                settings.cache().maxSize(), settings.cache().settings().lease(), InstantSource.system());
    }

    private static MemoryResultStore localResults(Settings settings) {
        return new MemoryResultStore(policy(settings), InstantSource.system());
    }

    private static ResultPolicy policy(Settings settings) {
        return new ResultPolicy(
                settings.balancer().policy().leaseTtl(), settings.batch().resultTtl());
    }
}

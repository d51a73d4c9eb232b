package dev.caramba.app;

import dev.caramba.cache.CachedProvider;
import dev.caramba.call.AccessSettings;
import dev.caramba.generation.Provider;
import dev.caramba.maker.MakerProvider;
import dev.caramba.quota.QuotaProvider;
import dev.caramba.route.ModelResolver;
import dev.caramba.settings.Settings;
import dev.caramba.wire.HttpWire;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/**
 * Puts the decorators around the balancer, the outermost first. It adds only those that the configuration needs, so
 * that the others cost nothing.
 */
@Singleton
final class ProviderDecorators {

    private final Settings settings;
    private final AccessSettings access;
    private final Stores stores;
    private final ModelResolver resolver;
    private final UsageDecorator usage;
    private final HttpWire wire;

    ProviderDecorators(
            Settings settings,
            AccessSettings access,
            Stores stores,
            ModelResolver resolver,
            UsageDecorator usage,
            HttpWire wire) {
        this.settings = settings;
        this.access = access;
        this.stores = stores;
        this.resolver = resolver;
        this.usage = usage;
        this.wire = wire;
    }

    Provider around(Provider balanced) {
        return counted(cached(usage.around(new MakerProvider(balanced, stores.makers()))));
    }

    /** Adds quotas when any caller has limits, or may get some through a shared key. */
    private Provider counted(Provider inner) {
        var life = settings.balancer().policy().leaseTtl();
        return access.limited() || settings.access().sharing().on()
                ? new QuotaProvider(inner, stores.quotas(), life, wire.timer())
                : inner;
    }

    private Provider cached(Provider inner) {
        var cache = settings.cache();
        return cache.enabled()
                ? new CachedProvider(
                        inner,
                        stores.cache(),
                        cache.settings(),
                        (params, grant) -> resolver.resolve(params, grant).targets(),
                        InstantSource.system(),
                        wire.timer())
                : inner;
    }
}

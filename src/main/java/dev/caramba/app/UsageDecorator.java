package dev.caramba.app;

import dev.caramba.generation.Provider;
import dev.caramba.route.Catalog;
import dev.caramba.settings.Settings;
import dev.caramba.settings.UsageValues;
import dev.caramba.usage.Prices;
import dev.caramba.usage.UsageObserver;
import dev.caramba.usage.UsageProvider;
import dev.caramba.usage.UsageReports;
import dev.caramba.usage.UsageTally;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;

/** Counts the usage of the provider that it decorates, where that is switched on. */
@Singleton
final class UsageDecorator {

    private final UsageReports usage;
    private final UsageValues settings;
    private final boolean everybody;
    private final Catalog catalog;
    private final Instance<Prices> prices;
    private final List<UsageObserver> observers;

    UsageDecorator(
            UsageReports usage,
            Settings settings,
            Catalog catalog,
            Instance<Prices> prices,
            @All List<UsageObserver> observers) {
        this.usage = usage;
        this.settings = settings.usage();
        this.everybody = settings.usage().enabled() || settings.access().anyBudget();
        this.catalog = catalog;
        this.prices = prices;
        this.observers = observers;
    }

    /** Decorates the attempts directly: what costs nothing, such as a cached answer, does not pass here. */
    Provider around(Provider attempts) {
        return usage.ledger()
                .<Provider>map(ledger ->
                        new UsageProvider(attempts, ledger, tally(), everybody, settings.budgetWarning(), observers))
                .orElse(attempts);
    }

    private UsageTally tally() {
        return new UsageTally(prices.get(), catalog::isRoute, new HashSet<>(catalog.targets())::contains);
    }
}

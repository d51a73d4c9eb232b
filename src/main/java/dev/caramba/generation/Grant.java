package dev.caramba.generation;

import dev.caramba.prompt.Target;
import java.util.Set;

/**
 * What a caller may do. Routes, providers and models that are all empty allow everything. A route that is named allows
 * whatever it leads to, through that route. Where providers or models are named, they bound everything else: targets
 * that are asked for by name, {@code auto}, fallbacks, and routes where none is named. A grant that names routes alone
 * allows nothing else.
 *
 * @param admin whether it may operate: take providers out, manage keys, read what others have used
 * @param routes by name
 * @param providers by name
 * @param models by the name that providers know them by, without the provider
 */
public record Grant(
        boolean admin, Set<String> routes, Set<String> providers, Set<String> models, Quota quota, Budget budget) {

    /** Everything but to operate. */
    public static final Grant CALL = new Grant(false, Set.of(), Set.of(), Set.of(), Quota.UNLIMITED, Budget.UNLIMITED);

    /** Everything. */
    public static final Grant ALL = new Grant(true, Set.of(), Set.of(), Set.of(), Quota.UNLIMITED, Budget.UNLIMITED);

    /** Whether every name may be asked for. */
    public boolean anything() {
        return routes.isEmpty() && providers.isEmpty() && models.isEmpty();
    }

    /** Whether this route may be asked for, as far as it leads to targets that are allowed. */
    public boolean mayAskRoute(String route) {
        return routes.isEmpty() || routes.contains(route);
    }

    /** Whether this target may be asked through this route. */
    public boolean mayAsk(Target target, String route) {
        return routes.contains(route) || routes.isEmpty() && mayAsk(target);
    }

    /** Whether this target may be asked by whatever name but that of a route. */
    public boolean mayAsk(Target target) {
        return providers.isEmpty() && models.isEmpty() ? routes.isEmpty() : named(target);
    }

    private boolean named(Target target) {
        return (providers.isEmpty() || providers.contains(target.provider()))
                && (models.isEmpty() || models.contains(target.model()));
    }
}

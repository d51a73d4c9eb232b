package dev.caramba.generation;

import dev.caramba.prompt.Target;
import java.util.Set;

/**
 * The rights of a caller. When routes, providers and models are all empty, everything is allowed.
 *
 * <p>A named route allows all its targets, through that route. Named providers or models bound everything else: targets
 * that are asked for by name, {@code auto}, fallbacks, and routes where the grant names none. A grant that names only
 * routes allows nothing else.
 *
 * @param admin whether the caller may operate: disable providers, manage keys, read the usage of others
 * @param routes names of routes
 * @param providers names of providers
 * @param models names of models as the providers know them, without the provider's name
 */
public record Grant(
        boolean admin, Set<String> routes, Set<String> providers, Set<String> models, Quota quota, Budget budget) {

    /** Allows everything except operating. */
    public static final Grant CALL = new Grant(false, Set.of(), Set.of(), Set.of(), Quota.UNLIMITED, Budget.UNLIMITED);

    /** Allows everything. */
    public static final Grant ALL = new Grant(true, Set.of(), Set.of(), Set.of(), Quota.UNLIMITED, Budget.UNLIMITED);

    /** Returns whether the caller may ask for every name. */
    public boolean anything() {
        return routes.isEmpty() && providers.isEmpty() && models.isEmpty();
    }

    /** Returns whether the caller may ask for this route, as far as it leads to allowed targets. */
    public boolean mayAskRoute(String route) {
        return routes.isEmpty() || routes.contains(route);
    }

    /** Returns whether the caller may ask this target through this route. */
    public boolean mayAsk(Target target, String route) {
        return routes.contains(route) || routes.isEmpty() && mayAsk(target);
    }

    /** Returns whether the caller may ask this target by any name except a route's. */
    public boolean mayAsk(Target target) {
        return providers.isEmpty() && models.isEmpty() ? routes.isEmpty() : named(target);
    }

    private boolean named(Target target) {
        return (providers.isEmpty() || providers.contains(target.provider()))
                && (models.isEmpty() || models.contains(target.model()));
    }
}

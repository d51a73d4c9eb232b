package dev.caramba.generation;

import dev.caramba.prompt.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The targets behind the names of routes, providers and targets.
 *
 * @param routes the targets and fallbacks of each route
 * @param targets the targets of all providers and routes; each provider's default comes first
 */
public record TargetsByName(Map<String, List<Target>> routes, List<Target> targets) {

    /** Returns whether the caller may ask for this name. */
    public boolean allows(Grant grant, String name) {
        if (grant.anything()) {
            return true;
        }
        var route = Optional.ofNullable(routes.get(name));
        return route.map(ofRoute -> ofRoute.stream().anyMatch(target -> grant.mayAsk(target, name)))
                .orElseGet(() -> meant(name).filter(grant::mayAsk).isPresent());
    }

    /** Returns the targets that the caller may ask by any name. */
    public List<Target> allowed(Grant grant) {
        return grant.anything()
                ? targets
                : targets.stream().filter(target -> allows(grant, target)).toList();
    }

    private boolean allows(Grant grant, Target target) {
        return grant.mayAsk(target)
                || grant.routes().stream()
                        .anyMatch(route -> routes.getOrDefault(route, List.of()).contains(target));
    }

    private Optional<Target> meant(String name) {
        return targets.stream()
                .filter(target ->
                        target.provider().equals(name) || target.toString().equals(name))
                .findFirst();
    }
}

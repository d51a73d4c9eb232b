package dev.caramba.generation;

import dev.caramba.prompt.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The targets behind the names that callers may ask for.
 *
 * @param routes the targets and fallbacks of each route
 * @param others the targets of {@code auto}, of bare model names and of aliases, by name
 * @param targets the targets of all providers and routes; each provider's default comes first
 */
public record TargetsByName(Map<String, List<Target>> routes, Map<String, List<Target>> others, List<Target> targets) {

    /** Creates a table without {@code auto}, bare model names and aliases. */
    public TargetsByName(Map<String, List<Target>> routes, List<Target> targets) {
        this(routes, Map.of(), targets);
    }

    /** Returns whether the caller may ask for this name. */
    public boolean allows(Grant grant, String name) {
        return grant.anything() || askable(grant, name).findAny().isPresent();
    }

    /** Returns the targets that the caller may ask by this name. */
    public Stream<Target> askable(Grant grant, String name) {
        return Optional.ofNullable(routes.get(name))
                .map(ofRoute -> ofRoute.stream().filter(target -> grant.mayAsk(target, name)))
                .orElseGet(() -> named(name).filter(grant::mayAsk));
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

    private Stream<Target> named(String name) {
        return Optional.ofNullable(others.get(name))
                .map(List::stream)
                .orElseGet(() -> targets.stream()
                        .filter(target -> target.provider().equals(name)
                                || target.toString().equals(name))
                        .limit(1));
    }
}

package dev.caramba.call;

import dev.caramba.generation.Budget;
import dev.caramba.generation.Grant;
import dev.caramba.generation.TargetsByName;
import dev.caramba.prompt.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The names that callers may put into {@code model}, and the targets behind them.
 *
 * @param owners the owner by name, in order: {@code auto}, routes, providers, targets, bare model names and aliases
 * @param reach the targets by name
 * @param priced the targets that callers with a budget may ask
 */
public record ModelDirectory(Map<String, String> owners, TargetsByName reach, Predicate<Target> priced) {

    /** Creates a directory without routes, whose prices are all known. */
    public ModelDirectory(Map<String, String> owners, List<Target> targets) {
        this(owners, new TargetsByName(Map.of(), targets), target -> true);
    }

    /** Returns every configured target. */
    public List<Target> targets() {
        return reach.targets();
    }

    /** Returns the part of the directory that a caller with this grant may ask for. */
    public ModelDirectory seenBy(Grant grant) {
        boolean bounded = !grant.budget().equals(Budget.UNLIMITED);
        if (grant.anything() && !bounded) {
            return this;
        }
        var seen = new LinkedHashMap<>(owners);
        seen.keySet().removeIf(name -> reach.askable(grant, name).noneMatch(target -> !bounded || priced.test(target)));
        return new ModelDirectory(
                seen, new TargetsByName(reach.routes(), reach.others(), reach.allowed(grant)), priced);
    }
}

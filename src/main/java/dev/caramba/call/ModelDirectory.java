package dev.caramba.call;

import dev.caramba.generation.Grant;
import dev.caramba.generation.TargetsByName;
import dev.caramba.prompt.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that callers may put into {@code model}, and the targets behind them.
 *
 * @param owners the owner by name, in order: routes, providers, targets
 * @param reach the targets by name
 */
public record ModelDirectory(Map<String, String> owners, TargetsByName reach) {

    /** Creates a directory without routes. */
    public ModelDirectory(Map<String, String> owners, List<Target> targets) {
        this(owners, new TargetsByName(Map.of(), targets));
    }

    /** Returns every configured target. */
    public List<Target> targets() {
        return reach.targets();
    }

    /** Returns the part of the directory that a caller with this grant may ask for. */
    public ModelDirectory seenBy(Grant grant) {
        if (grant.anything()) {
            return this;
        }
        var seen = new LinkedHashMap<>(owners);
        seen.keySet().removeIf(name -> !reach.allows(grant, name));
        return new ModelDirectory(seen, new TargetsByName(reach.routes(), reach.allowed(grant)));
    }
}

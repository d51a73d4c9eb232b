package dev.caramba.call;

import dev.caramba.generation.Grant;
import dev.caramba.generation.TargetsByName;
import dev.caramba.prompt.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What can be asked for.
 *
 * @param owners by every name that a request's {@code model} may have, in order: routes, providers, targets
 * @param reach what the names lead to
 */
public record ModelDirectory(Map<String, String> owners, TargetsByName reach) {

    /** Without routes. */
    public ModelDirectory(Map<String, String> owners, List<Target> targets) {
        this(owners, new TargetsByName(Map.of(), targets));
    }

    /** Every configured target. */
    public List<Target> targets() {
        return reach.targets();
    }

    /** The part of it that a caller may ask for. */
    public ModelDirectory seenBy(Grant grant) {
        if (grant.anything()) {
            return this;
        }
        var seen = new LinkedHashMap<>(owners);
        seen.keySet().removeIf(name -> !reach.allows(grant, name));
        return new ModelDirectory(seen, new TargetsByName(reach.routes(), reach.allowed(grant)));
    }
}

package dev.caramba.edge;

import dev.caramba.generation.Target;
import java.util.List;

/** What can be asked for. */
public interface Catalog {

    /** Every name that a request's {@code model} may have: routes, providers, targets. */
    List<String> names();

    /** Every configured target. */
    List<Target> targets();
}

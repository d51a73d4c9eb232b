package dev.caramba.edge;

import dev.caramba.generation.Target;
import java.util.List;
import java.util.Map;

/**
 * What can be asked for.
 *
 * @param owners by every name that a request's {@code model} may have, in order: routes, providers, targets
 * @param targets every configured target
 */
public record Directory(Map<String, String> owners, List<Target> targets) {}

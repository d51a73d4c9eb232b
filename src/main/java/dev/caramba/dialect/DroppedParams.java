package dev.caramba.dialect;

import dev.caramba.generation.Failure;
import dev.caramba.prompt.GenerationParams;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the parameters that a request leaves out, by the caller's own names. A strict caller gets an error instead.
 */
public final class DroppedParams {

    private final String model;
    private final boolean strict;
    private final Set<String> names = new LinkedHashSet<>();

    public DroppedParams(GenerationParams params) {
        this.model = params.model().orElseThrow();
        this.strict = params.strict();
    }

    /** Adds a parameter. Adding it again changes nothing. */
    public void add(String name) {
        if (strict) {
            throw Failure.invalid(name, "the model " + model + " does not take the parameter " + name)
                    .asException();
        }
        names.add(name);
    }

    /** Returns the names of the parameters that were left out. */
    public List<String> names() {
        return List.copyOf(names);
    }
}

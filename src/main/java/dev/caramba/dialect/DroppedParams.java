package dev.caramba.dialect;

import dev.caramba.generation.Failure;
import dev.caramba.prompt.GenerationParams;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Notes what a request leaves out, by the caller's own names; a caller who is strict gets an error instead. */
public final class DroppedParams {

    private final String model;
    private final boolean strict;
    private final Set<String> names = new LinkedHashSet<>();

    public DroppedParams(GenerationParams params) {
        this.model = params.model().orElseThrow();
        this.strict = params.strict();
    }

    /** Notes a parameter; a second time changes nothing. */
    public void add(String name) {
        if (strict) {
            throw Failure.invalid(name, "the model " + model + " does not take the parameter " + name)
                    .asException();
        }
        names.add(name);
    }

    /** The names of the parameters that were left out. */
    public List<String> names() {
        return List.copyOf(names);
    }
}

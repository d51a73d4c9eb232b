package dev.caramba.dialect;

import dev.caramba.generation.Failure;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.WireFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects the parameters that a request leaves out, by the caller's own names. A strict caller gets an error instead.
 * Dialects name parameters as Chat Completions does.
 */
public final class DroppedParams {

    private static final Map<String, String> OF_MESSAGES = Map.of(
            "reasoning_effort", "thinking",
            "parallel_tool_calls", "tool_choice",
            "response_format", "output_config",
            "stop", "stop_sequences");

    private final Map<String, String> callersNames;
    private final String model;
    private final boolean strict;
    private final Set<String> names = new LinkedHashSet<>();

    public DroppedParams(GenerationParams params) {
        this.model = params.model().orElseThrow();
        this.strict = params.strict();
        this.callersNames = params.originalIn(WireFormat.MESSAGES).isPresent() ? OF_MESSAGES : Map.of();
    }

    /** Adds a parameter. Adding it again changes nothing. */
    public void add(String name) {
        if (strict) {
            throw Failure.invalid(name, "the model " + model + " does not take the parameter " + name)
                    .asException();
        }
        names.add(callersNames.getOrDefault(name, name));
    }

    /** Returns the names of the parameters that were left out. */
    public List<String> names() {
        return List.copyOf(names);
    }
}

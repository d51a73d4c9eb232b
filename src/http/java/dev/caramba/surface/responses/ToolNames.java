package dev.caramba.surface.responses;

import dev.caramba.prompt.FunctionName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names that the tools of a request have as functions, and what the caller calls them. */
final class ToolNames {

    private final Map<String, Named> tools = new HashMap<>();

    /**
     * A tool as the caller knows it.
     *
     * @param custom whether it takes plain text
     */
    record Named(String name, Optional<String> namespace, boolean custom) {}

    /** Adds a tool and returns the name of its function. */
    String add(Named tool) {
        var name = FunctionName.of(tool.name(), tool.namespace());
        tools.put(name, tool);
        return name;
    }

    /** Returns the tool of a function; a function that nobody declared is a tool of the same name. */
    Named of(String function) {
        return tools.getOrDefault(function, new Named(function, Optional.empty(), false));
    }
}

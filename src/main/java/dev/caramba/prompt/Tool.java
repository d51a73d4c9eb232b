package dev.caramba.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A function that the model may ask for.
 *
 * @param parameters the JSON schema of the arguments
 * @param strict whether the arguments must follow the schema exactly; empty leaves that to the provider
 */
public record Tool(
        String name, Optional<String> description, Optional<ObjectNode> parameters, Optional<Boolean> strict) {}

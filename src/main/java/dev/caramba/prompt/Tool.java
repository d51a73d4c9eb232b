package dev.caramba.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A function that the model may ask for.
 *
 * @param parameters the JSON schema of the arguments
 * @param strict whether the arguments must follow the schema exactly; empty leaves that to the provider
 * @param cacheControl the mark by which the provider caches the prompt up to this tool, in Anthropic's form
 * @param custom whether this is a custom tool, which takes plain text in place of arguments
 * @param format the form of a custom tool's text, such as a grammar, as the caller wrote it; empty for any text
 */
public record Tool(
        String name,
        Optional<String> description,
        Optional<ObjectNode> parameters,
        Optional<Boolean> strict,
        Optional<ObjectNode> cacheControl,
        boolean custom,
        Optional<ObjectNode> format) {

    public Tool(String name, Optional<String> description, Optional<ObjectNode> parameters, Optional<Boolean> strict) {
        this(name, description, parameters, strict, Optional.empty(), false, Optional.empty());
    }
}

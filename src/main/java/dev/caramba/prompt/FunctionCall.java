package dev.caramba.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.util.Optional;

/**
 * A function call that a model asked for. It appears in an answer and comes back in the history of a later request.
 *
 * @param arguments the arguments as JSON text; an object, unless the model wrote something else. The call of a custom
 *     tool has plain text here
 * @param extraContent opaque provider data that must travel back unchanged, in the OpenAI surface's
 *     {@code extra_content} form
 * @param custom whether the call is one of a custom tool
 */
public record FunctionCall(
        String id, String name, String arguments, Optional<ObjectNode> extraContent, boolean custom) {

    /** The one argument of a function that stands for a custom tool: the tool's text. */
    public static final String INPUT = "input";

    public FunctionCall(String id, String name, String arguments, Optional<ObjectNode> extraContent) {
        this(id, name, arguments, extraContent, false);
    }

    public FunctionCall(String id, String name, String arguments) {
        this(id, name, arguments, Optional.empty());
    }

    /**
     * Returns the call of a function that stands for a custom tool as the call of that tool. Arguments that do not hold
     * its text are the text.
     */
    public FunctionCall ofCustomTool() {
        var input = argumentsObject()
                .map(object -> object.path(INPUT))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .orElse(arguments);
        return new FunctionCall(id, name, input, extraContent, true);
    }

    /** Returns the arguments as an object; empty when the text is no JSON object. */
    public Optional<ObjectNode> argumentsObject() {
        return Json.object(arguments);
    }
}

package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.FunctionCall;
import dev.caramba.prompt.Tool;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says a custom tool, which takes plain text, as a function with the one string {@code input}. For providers that have
 * functions alone. The calls of such functions are given out as those of the custom tool, see
 * {@link FunctionCall#ofCustomTool}.
 */
public final class CustomTools {

    private CustomTools() {}

    /** Returns the tool as a function; a function stays as it is. A grammar of the text follows the description. */
    public static Tool asFunction(Tool tool) {
        if (!tool.custom()) {
            return tool;
        }
        var description = Stream.concat(
                        tool.description().stream(), tool.format().flatMap(CustomTools::grammar).stream())
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("\n\n"));
        return new Tool(
                tool.name(),
                Optional.of(description).filter(text -> !text.isEmpty()),
                Optional.of(schema()),
                Optional.empty(),
                tool.cacheControl(),
                false,
                Optional.empty());
    }

    /** Returns the arguments of the function for a custom tool's text. */
    public static ObjectNode arguments(String input) {
        return Json.object().put(FunctionCall.INPUT, input);
    }

    private static Optional<String> grammar(ObjectNode format) {
        var grammar = format.path("grammar").isObject() ? format.path("grammar") : format;
        return JsonFields.text(grammar, "definition")
                .map(definition -> "The input follows this "
                        + JsonFields.text(grammar, "syntax")
                                .map(syntax -> syntax + " ")
                                .orElse("")
                        + "grammar:\n" + definition);
    }

    private static ObjectNode schema() {
        var schema = Json.object().put("type", "object");
        schema.putObject("properties").putObject(FunctionCall.INPUT).put("type", "string");
        schema.putArray("required").add(FunctionCall.INPUT);
        return schema;
    }
}

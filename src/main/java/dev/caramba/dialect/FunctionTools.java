package dev.caramba.dialect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Tool;
import java.util.List;
import java.util.Optional;

/** Writes functions in OpenAI's format, either with all fields or for vendors that adopted only some of them. */
public final class FunctionTools {

    private FunctionTools() {}

    /** Returns the tools that may be called, with custom ones as functions. */
    public static List<Tool> offered(GenerationParams params) {
        return params.tools().stream()
                .filter(tool -> params.toolChoice()
                        .filter(choice -> !choice.allows(tool.name()))
                        .isEmpty())
                .map(CustomTools::asFunction)
                .toList();
    }

    /** Writes the functions without {@code strict}, and reports it as dropped where a function sets it. */
    public static ArrayNode write(List<Tool> tools, DroppedParams dropped) {
        if (tools.stream().anyMatch(tool -> tool.strict().orElse(false))) {
            dropped.add("strict");
        }
        return write(tools);
    }

    /** Writes the functions without {@code strict}. */
    public static ArrayNode write(List<Tool> tools) {
        var list = Json.array();
        tools.forEach(tool -> list.add(write(lenient(tool))));
        return list;
    }

    /** Writes one tool with all its fields. */
    public static ObjectNode write(Tool tool) {
        var entry = tool.custom() ? custom(tool) : function(tool);
        tool.cacheControl().ifPresent(mark -> entry.set(InnerFields.CACHE_CONTROL, mark));
        return entry;
    }

    private static ObjectNode custom(Tool tool) {
        var entry = Json.object().put("type", "custom");
        var custom = entry.putObject("custom").put("name", tool.name());
        tool.description().ifPresent(text -> custom.put("description", text));
        tool.format().ifPresent(format -> custom.set("format", format));
        return entry;
    }

    private static ObjectNode function(Tool tool) {
        var entry = Json.object().put("type", "function");
        var function = entry.putObject("function").put("name", tool.name());
        tool.description().ifPresent(text -> function.put("description", text));
        tool.parameters().ifPresent(schema -> function.set("parameters", schema));
        tool.strict().ifPresent(strict -> function.put("strict", strict));
        return entry;
    }

    private static ObjectNode withoutParameters() {
        var schema = Json.object().put("type", "object");
        schema.putObject("properties");
        return schema;
    }

    private static Tool lenient(Tool tool) {
        var parameters = tool.parameters().orElseGet(FunctionTools::withoutParameters);
        return new Tool(tool.name(), tool.description(), Optional.of(parameters), Optional.empty());
    }
}

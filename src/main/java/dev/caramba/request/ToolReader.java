package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import java.util.List;
import java.util.Optional;

/** Reads the functions that the model may call, and whether it must call one. */
final class ToolReader {

    private static final String[] CHOICE = {"tool_choice", "toolChoice"};
    private static final String CHOICES = "expected auto, none, required or a function";

    private ToolReader() {}

    static List<Tool> tools(RequestFields request) {
        return request.objects("tools").stream().map(ToolReader::tool).toList();
    }

    /** Reads a tool in OpenAI's form, or without the envelope {@code function}. */
    private static Tool tool(RequestFields tool) {
        boolean flat = tool.any("type").isEmpty() && tool.any("function").isEmpty();
        if (!flat) {
            requireFunction(tool);
        }
        var function = flat || isFlat(tool) ? tool : tool.requiredObject("function");
        return new Tool(
                function.requiredText("name"),
                function.text("description"),
                function.object("parameters").map(RequestFields::node),
                function.flag("strict"));
    }

    private static boolean isFlat(RequestFields tool) {
        return tool.any("function").isEmpty() && tool.any("name").isPresent();
    }

    private static void requireFunction(RequestFields object) {
        var type = object.text("type").orElse("function");
        if (!type.equals("function")) {
            throw object.wrong("unsupported type " + RequestFields.quoted(type) + " (expected function)", "type");
        }
    }

    static Optional<ToolChoice> choice(RequestFields request) {
        var choice = request.any(CHOICE);
        if (choice.filter(JsonNode::isTextual).isPresent()) {
            return request.text(CHOICE).map(word -> ToolChoice.of(mode(request, word)));
        }
        if (choice.filter(node -> !node.isObject()).isPresent()) {
            throw request.wrong(CHOICES, CHOICE);
        }
        return request.object(CHOICE).map(ToolReader::function);
    }

    private static ToolChoice.Mode mode(RequestFields request, String word) {
        return switch (word) {
            case "auto" -> ToolChoice.Mode.AUTO;
            case "none" -> ToolChoice.Mode.NONE;
            case "required" -> ToolChoice.Mode.REQUIRED;
            default ->
                throw request.wrong("unknown choice " + RequestFields.quoted(word) + " (" + CHOICES + ")", CHOICE);
        };
    }

    private static ToolChoice function(RequestFields choice) {
        requireFunction(choice);
        var function = isFlat(choice) ? choice : choice.requiredObject("function");
        return ToolChoice.function(function.requiredText("name"));
    }
}

package dev.caramba.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        return request.objects("tools").stream()
                .map(ToolReader::tool)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Reads a tool in OpenAI's form, or without the envelope; empty when its type is not known. */
    private static Optional<Tool> tool(RequestFields tool) {
        var type = tool.text("type").orElse("function");
        boolean bare = tool.any("type").isEmpty() && tool.any("function").isEmpty();
        return switch (type) {
            case "function" ->
                Optional.of(function(tool, bare || isFlat(tool) ? tool : tool.requiredObject("function")));
            case "custom" -> Optional.of(custom(tool, tool.requiredObject("custom")));
            default -> {
                tool.leaveUnread("tools");
                yield Optional.empty();
            }
        };
    }

    private static Tool function(RequestFields tool, RequestFields function) {
        return new Tool(
                function.requiredText("name"),
                function.text("description"),
                function.whole("parameters"),
                function.flag("strict"),
                ContentReader.cacheControl(tool),
                false,
                Optional.empty());
    }

    private static Tool custom(RequestFields tool, RequestFields custom) {
        return new Tool(
                custom.requiredText("name"),
                custom.text("description"),
                Optional.empty(),
                Optional.empty(),
                ContentReader.cacheControl(tool),
                true,
                custom.ofKind(JsonNode::isObject, "format").map(ObjectNode.class::cast));
    }

    private static boolean isFlat(RequestFields tool) {
        return tool.any("function").isEmpty() && tool.any("name").isPresent();
    }

    static Optional<ToolChoice> choice(RequestFields request) {
        var choice = request.any(CHOICE);
        if (choice.filter(JsonNode::isTextual).isPresent()) {
            return request.text(CHOICE).map(word -> ToolChoice.of(mode(request, word)));
        }
        if (choice.filter(node -> !node.isObject()).isPresent()) {
            throw request.wrong(CHOICES, CHOICE);
        }
        return request.object(CHOICE).flatMap(given -> choice(request, given));
    }

    private static ToolChoice.Mode mode(RequestFields request, String word) {
        return switch (word) {
            case "auto" -> ToolChoice.Mode.AUTO;
            case "none" -> ToolChoice.Mode.NONE;
            case "required", "any" -> ToolChoice.Mode.REQUIRED;
            default ->
                throw request.wrong("unknown choice " + RequestFields.quoted(word) + " (" + CHOICES + ")", CHOICE);
        };
    }

    private static Optional<ToolChoice> choice(RequestFields request, RequestFields choice) {
        var type = choice.text("type").orElse("function");
        return switch (type) {
            case "function", "custom" -> {
                var named = isFlat(choice) ? choice : choice.requiredObject(type);
                yield Optional.of(ToolChoice.function(named.requiredText("name")));
            }
            case "allowed_tools" -> Optional.of(allowed(request, choice.requiredObject("allowed_tools")));
            default -> {
                choice.leaveUnread("tool_choice");
                yield Optional.empty();
            }
        };
    }

    private static ToolChoice allowed(RequestFields request, RequestFields allowed) {
        var names = allowed.objects("tools").stream().map(ToolReader::nameOf).toList();
        return new ToolChoice(mode(request, allowed.text("mode").orElse("auto")), Optional.empty(), names);
    }

    private static String nameOf(RequestFields tool) {
        var type = tool.text("type").orElse("function");
        return (isFlat(tool) ? tool : tool.requiredObject(type)).requiredText("name");
    }
}

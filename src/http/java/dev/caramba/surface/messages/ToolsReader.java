package dev.caramba.surface.messages;

import dev.caramba.prompt.Tool;
import dev.caramba.prompt.ToolChoice;
import dev.caramba.request.RequestFields;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the tools of a request of Messages, and whether the model must call one. */
final class ToolsReader {

    private static final String CHOICES = "expected auto, any, none or tool";

    private ToolsReader() {}

    /**
     * Returns the tools that the caller runs. Those of Anthropic's own servers have a type.
     *
     * @param unsaid gets the names of the others
     */
    static List<Tool> tools(RequestFields request, Set<String> unsaid) {
        return request.objects("tools").stream()
                .map(tool -> tool(tool, unsaid))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Tool> tool(RequestFields tool, Set<String> unsaid) {
        var type = tool.text("type").orElse("custom");
        if (!type.equals("custom")) {
            unsaid.add("tools." + tool.text("name").orElse(type));
            return Optional.empty();
        }
        return Optional.of(new Tool(
                tool.requiredText("name"), tool.text("description"), tool.whole("input_schema"), tool.flag("strict")));
    }

    /** Returns the choice; without tools there is none. */
    static Optional<ToolChoice> choice(RequestFields request, List<Tool> tools, Set<String> unsaid) {
        var choice = request.object("tool_choice");
        if (choice.isEmpty() || tools.isEmpty()) {
            return Optional.empty();
        }
        var type = choice.get().requiredText("type");
        return switch (type) {
            case "auto" -> Optional.of(ToolChoice.of(ToolChoice.Mode.AUTO));
            case "any" -> Optional.of(ToolChoice.of(ToolChoice.Mode.REQUIRED));
            case "none" -> Optional.of(ToolChoice.of(ToolChoice.Mode.NONE));
            case "tool" -> named(choice.get().requiredText("name"), tools, unsaid);
            default ->
                throw choice.get().wrong("unknown choice " + RequestFields.quoted(type) + " (" + CHOICES + ")", "type");
        };
    }

    /** Returns the choice of a tool; empty where this one is left out. */
    private static Optional<ToolChoice> named(String name, List<Tool> tools, Set<String> unsaid) {
        if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
            unsaid.add("tool_choice");
            return Optional.empty();
        }
        return Optional.of(ToolChoice.function(name));
    }
}

package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.FunctionName;
import dev.caramba.request.RequestFields;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the tools of a request as functions of a chat completion. A custom tool becomes a function with the one string
 * {@code input}, and a tool of a namespace has the namespace in its name. Tools that the provider would have to run
 * itself are collected by their types.
 */
final class ChatTools {

    private static final Set<String> MODES = Set.of("auto", "none", "required");

    private final ToolNames names = new ToolNames();
    private final Map<String, ObjectNode> functions = new LinkedHashMap<>();
    private final Set<String> hosted = new LinkedHashSet<>();
    private Optional<String> demanded = Optional.empty();

    ToolNames names() {
        return names;
    }

    /** Returns the types of the tools that no function stands for. */
    Set<String> hosted() {
        return hosted;
    }

    /** Returns the type of the tool that the model must call although no function stands for it. */
    Optional<String> demanded() {
        return demanded;
    }

    void add(List<RequestFields> tools) {
        tools.forEach(tool -> add(tool, Optional.empty()));
    }

    private void add(RequestFields tool, Optional<String> namespace) {
        var type = tool.requiredText("type");
        switch (type) {
            case "function" -> function(tool, namespace);
            case "custom" -> custom(tool, namespace);
            case "namespace" -> {
                var name = Optional.of(tool.requiredText("name"));
                tool.objects("tools").forEach(inner -> add(inner, name));
            }
            default -> hosted.add(type);
        }
    }

    private void function(RequestFields tool, Optional<String> namespace) {
        var function = describe(tool, namespace, false, tool.text("description"));
        tool.whole("parameters").ifPresent(schema -> function.set("parameters", schema));
        tool.flag("strict").ifPresent(strict -> function.put("strict", strict));
    }

    private void custom(RequestFields tool, Optional<String> namespace) {
        var text = tool.text("description").orElse("");
        var grammar = tool.whole("format").map(ChatTools::grammar).orElse("");
        var both = text + (text.isBlank() || grammar.isEmpty() ? "" : "\n\n") + grammar;
        var function = describe(tool, namespace, true, Optional.of(both).filter(words -> !words.isBlank()));
        var schema = function.putObject("parameters").put("type", "object");
        schema.putObject("properties").putObject("input").put("type", "string");
        schema.putArray("required").add("input");
    }

    private ObjectNode describe(
            RequestFields tool, Optional<String> namespace, boolean custom, Optional<String> description) {
        var name = names.add(new ToolNames.Named(tool.requiredText("name"), namespace, custom));
        var function = Json.object().put("name", name);
        description.ifPresent(text -> function.put("description", text));
        functions.put(name, function);
        return function;
    }

    private static String grammar(ObjectNode format) {
        var definition = format.path("definition").asText();
        var syntax = format.path("syntax").asText();
        return definition.isEmpty()
                ? ""
                : "The input follows this " + syntax + (syntax.isEmpty() ? "" : " ") + "grammar:\n" + definition;
    }

    /** Writes the tools and which of them to call. Without a function, none of it: chat servers refuse it then. */
    void write(RequestFields request, ObjectNode chat) {
        var choice = request.any("tool_choice");
        var parallel = request.flag("parallel_tool_calls");
        var offered = Json.array();
        if (choice.filter(word -> word.isTextual()).isPresent()) {
            chooseMode(request, request.requiredText("tool_choice"), chat);
        } else if (choice.isPresent()) {
            choose(request.requiredObject("tool_choice"), chat);
        }
        functions.values().forEach(function -> offer(function, offered));
        if (offered.isEmpty()) {
            chat.remove("tool_choice");
            return;
        }
        chat.set("tools", offered);
        parallel.ifPresent(value -> chat.put("parallel_tool_calls", value));
    }

    private static void offer(ObjectNode function, ArrayNode offered) {
        offered.addObject().put("type", "function").set("function", function);
    }

    private void chooseMode(RequestFields request, String mode, ObjectNode chat) {
        if (!MODES.contains(mode)) {
            throw request.wrong(
                    "unknown choice " + RequestFields.quoted(mode) + " (expected auto, none, required or a tool)",
                    "tool_choice");
        }
        if (mode.equals("required") && functions.isEmpty() && !hosted.isEmpty()) {
            demanded = hosted.stream().findFirst();
        }
        chat.put("tool_choice", mode);
    }

    private void choose(RequestFields choice, ObjectNode chat) {
        var type = choice.requiredText("type");
        switch (type) {
            case "function", "custom" -> {
                var named = chat.putObject("tool_choice").put("type", "function");
                named.putObject("function").put("name", functionName(choice));
            }
            case "allowed_tools" -> allow(choice, chat);
            default -> demanded = Optional.of(type);
        }
    }

    /** Offers the allowed tools alone, which every provider understands. */
    private void allow(RequestFields choice, ObjectNode chat) {
        var allowed = new LinkedHashSet<String>();
        for (var tool : choice.objects("tools")) {
            switch (tool.requiredText("type")) {
                case "function", "custom" -> allowed.add(functionName(tool));
                case "namespace" -> allowed.addAll(namesOf(tool.requiredText("name")));
                default -> {} // it is hosted, and not offered anyway
            }
        }
        functions.keySet().retainAll(allowed);
        chooseMode(choice, choice.text("mode").orElse("auto"), chat);
    }

    private List<String> namesOf(String namespace) {
        return functions.keySet().stream()
                .filter(name ->
                        names.of(name).namespace().filter(namespace::equals).isPresent())
                .toList();
    }

    private static String functionName(RequestFields tool) {
        return FunctionName.of(tool.requiredText("name"), tool.text("namespace"));
    }
}

package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.prompt.FunctionName;
import dev.caramba.request.RequestFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes items as the messages of a chat completion. Calls that follow each other, and the assistant's message right
 * before them, are one turn. What only one provider could read is left out, such as sealed thoughts.
 */
final class InputItems {

    private static final Set<String> ROLES = Set.of("user", "assistant", "system", "developer");

    /** The beginnings of types that belong to one provider: its thoughts, its tools and their results. */
    private static final Set<String> FOREIGN = Set.of(
            "reasoning",
            "web_search_call",
            "file_search_call",
            "computer_call",
            "code_interpreter_call",
            "image_generation_call",
            "local_shell_call",
            "shell_call",
            "apply_patch_call",
            "mcp_",
            "tool_search_",
            "compaction",
            "program",
            "configuration_update");

    /** The types of parts that chat completions have too, in a form of their own. */
    private static final Set<String> CHAT_PARTS = Set.of("image_url", "file", "input_audio", "video_url");

    private static final String CONTENT = "a string or a list of parts";

    private static final String ELSEWHERE = "(The result follows.)";

    private final ArrayNode messages = Json.array();
    private final Map<String, String> places = new HashMap<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Map<String, ObjectNode> behindResults = new LinkedHashMap<>();
    private Optional<ObjectNode> assistant = Optional.empty();

    /** Returns the messages, to which each item adds. */
    ArrayNode messages() {
        return messages;
    }

    /** Returns where the parts of the messages stand in the request, by their paths in the chat completion. */
    Map<String, String> places() {
        return places;
    }

    /** Returns the types of items that nobody knows. */
    Set<String> unknown() {
        return unknown;
    }

    void add(RequestFields item) {
        var type = item.text("type").orElse("message");
        switch (type) {
            case "message" -> message(item);
            case "function_call" -> call(item, item.requiredText("arguments"));
            case "custom_tool_call" -> {
                var input = item.requiredText("input");
                call(item, Json.write(Json.object().put("input", input)));
            }
            case "function_call_output", "custom_tool_call_output" -> result(item);
            case "additional_tools" -> {} // read with the other tools
            case "item_reference" -> throw unknownItem(item.requiredText("id"));
            default -> {
                if (FOREIGN.stream().noneMatch(type::startsWith)) {
                    unknown.add(type);
                }
            }
        }
    }

    /** Ends the conversation. */
    void end() {
        endResults();
    }

    void addText(String role, String text) {
        endResults();
        turn(role).put("content", text);
    }

    /** Adds something that has no place in a chat completion and must not be left out. */
    void addUnspeakable(String type, String place) {
        places.put("messages[" + messages.size() + "].content[0]", place);
        turn("user").putArray("content").addObject().put("type", type);
    }

    private static RuntimeException unknownItem(String id) {
        return HttpError.refusal(404, "invalid_request", "Item with id '" + id + "' not found.")
                .withParam("input")
                .asException();
    }

    private void message(RequestFields item) {
        endResults();
        var role = item.requiredText("role");
        if (!ROLES.contains(role)) {
            throw item.wrong(
                    "unknown role " + RequestFields.quoted(role) + " (expected user, assistant, system or developer)",
                    "role");
        }
        var content = content(item, "content");
        if (content.isEmpty() && !content.isTextual()) {
            if (!role.equals("assistant")) {
                throw item.missing(CONTENT, "content");
            }
            return; // it says nothing
        }
        var turn = turn(role.equals("developer") ? "system" : role);
        turn.set("content", content);
        assistant = Optional.of(turn).filter(said -> role.equals("assistant"));
    }

    private void call(RequestFields item, String arguments) {
        endResults();
        var turn = assistant.orElseGet(() -> turn("assistant"));
        assistant = Optional.of(turn);
        if (!turn.has("content")) {
            turn.set("content", NullNode.getInstance());
        }
        var calls = turn.path("tool_calls") instanceof ArrayNode list ? list : turn.putArray("tool_calls");
        var call = calls.addObject().put("id", item.requiredText("call_id")).put("type", "function");
        call.putObject("function")
                .put("name", FunctionName.of(item.requiredText("name"), item.text("namespace")))
                .put("arguments", arguments);
        item.whole("extra_content").ifPresent(extra -> call.set("extra_content", extra));
    }

    /** Writes the result of a call as one text, since servers of chat completions refuse anything else there. */
    private void result(RequestFields item) {
        var id = item.requiredText("call_id");
        var output = item.any("output").orElseThrow(() -> item.missing(CONTENT, "output"));
        if (!output.isTextual() && !output.isArray()) {
            throw item.wrong("expected " + CONTENT, "output");
        }
        var text = output.isTextual() ? output.textValue() : textOf(item.objects("output"));
        turn("tool").put("tool_call_id", id).put("content", text);
    }

    /** Returns the text of a result; the rest of it is written behind the results. */
    private String textOf(List<RequestFields> parts) {
        var texts = new ArrayList<String>();
        for (var part : parts) {
            var read = part(part);
            if (isText(read)) {
                texts.add(read.path("text").textValue());
            } else {
                behindResults.put(part.path(), read);
            }
        }
        return texts.isEmpty() && !parts.isEmpty() ? ELSEWHERE : String.join("\n\n", texts);
    }

    /** Says in a turn of the user what results hold besides text. */
    private void endResults() {
        if (behindResults.isEmpty()) {
            return;
        }
        var content = Json.array();
        behindResults.forEach((place, part) -> {
            places.put("messages[" + messages.size() + "].content[" + content.size() + "]", place);
            content.add(part);
        });
        behindResults.clear();
        turn("user").set("content", content);
    }

    private ObjectNode turn(String role) {
        assistant = Optional.empty();
        return messages.addObject().put("role", role);
    }

    /** Returns a text, or parts. A single part of text is its text. */
    private JsonNode content(RequestFields item, String name) {
        var content = item.any(name).orElseThrow(() -> item.missing(CONTENT, name));
        if (content.isTextual()) {
            return content;
        }
        if (!content.isArray()) {
            throw item.wrong("expected " + CONTENT, name);
        }
        var parts = Json.array();
        for (var part : item.objects(name)) {
            var where = "messages[" + messages.size() + "].content[" + parts.size() + "]";
            places.put(where, part.path());
            parts.add(part(part));
        }
        return parts.size() == 1 && isText(parts.path(0)) ? parts.path(0).path("text") : parts;
    }

    private static boolean isText(JsonNode part) {
        return part.path("type").asText().equals("text");
    }

    private static ObjectNode part(RequestFields part) {
        var type = part.requiredText("type");
        return switch (type) {
            case "input_text", "output_text", "text" -> text(part.requiredText("text"));
            case "refusal" -> text(part.requiredText("refusal"));
            case "input_image" -> image(part);
            // no chat provider takes it, which the call finds out; what chat completions call by this name is another
            // part
            default -> Json.object().put("type", CHAT_PARTS.contains(type) ? "responses." + type : type);
        };
    }

    private static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    private static ObjectNode image(RequestFields part) {
        var url = part.text("image_url");
        if (url.isEmpty()) {
            part.requiredText("file_id");
            return Json.object().put("type", "input_image");
        }
        var image = Json.object().put("type", "image_url");
        var source = image.putObject("image_url").put("url", url.get());
        part.text("detail").ifPresent(detail -> source.put("detail", detail));
        return image;
    }
}

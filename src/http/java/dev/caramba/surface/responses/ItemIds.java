package dev.caramba.surface.responses;

import java.util.Locale;
import java.util.Map;

/**
 * Makes the ids of the items of one response. They follow from its id, so that an answer that is given again has the
 * same ones. OpenAI checks how an id begins when an item comes back.
 */
final class ItemIds {

    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("message", "msg"),
            Map.entry("function_call", "fc"),
            Map.entry("function_call_output", "fc"),
            Map.entry("custom_tool_call", "ctc"),
            Map.entry("custom_tool_call_output", "ctc"),
            Map.entry("reasoning", "rs"),
            Map.entry("web_search_call", "ws"),
            Map.entry("file_search_call", "fs"),
            Map.entry("computer_call", "cu"),
            Map.entry("computer_call_output", "cu"),
            Map.entry("code_interpreter_call", "ci"),
            Map.entry("image_generation_call", "ig"),
            Map.entry("local_shell_call", "lsh"),
            Map.entry("shell_call", "sh"),
            Map.entry("apply_patch_call", "apc"),
            Map.entry("mcp_call", "mcp"),
            Map.entry("mcp_list_tools", "mcpl"),
            Map.entry("mcp_approval_request", "mcpr"),
            Map.entry("compaction", "cmp"));

    private final String response;

    /** @param response the id of the response */
    ItemIds(String response) {
        this.response = response.substring(response.indexOf('_') + 1);
    }

    /** Returns the id of the item at this place of the answer. */
    String ofOutput(String type, int place) {
        return id(type, "", place);
    }

    /** Returns the id of the item at this place of what the request adds to the conversation. */
    String ofInput(String type, int place) {
        return id(type, "i", place);
    }

    private String id(String type, String kind, int place) {
        return PREFIXES.getOrDefault(type, "item") + "_" + response + kind + String.format(Locale.ROOT, "%02x", place);
    }
}

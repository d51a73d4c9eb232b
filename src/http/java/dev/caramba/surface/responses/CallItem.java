package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.FunctionCall;
import java.util.Optional;

/** The call of a function or of a custom tool. What a custom tool gets is known when the call is complete. */
final class CallItem implements OutputItem {

    private final String id;
    private final String callId;
    private final ToolNames.Named tool;
    private final StringBuilder arguments = new StringBuilder();
    private Optional<FunctionCall> whole = Optional.empty();
    private int written;
    private boolean added;
    private boolean closed;

    CallItem(String id, String callId, ToolNames.Named tool) {
        this.id = id;
        this.callId = callId;
        this.tool = tool;
    }

    /** Returns the type of the item that calls a tool. */
    static String type(ToolNames.Named tool) {
        return tool.custom() ? "custom_tool_call" : "function_call";
    }

    void append(String more) {
        arguments.append(more);
    }

    void end(FunctionCall call) {
        whole = Optional.of(call);
        if (tool.custom()) {
            arguments.setLength(0);
            arguments.append(call.custom() ? call.arguments() : unwrapped(call));
        } else if (arguments.isEmpty()) {
            arguments.append(call.arguments());
        }
    }

    /** Returns the text within the arguments; arguments of another form are the text themselves. */
    private static String unwrapped(FunctionCall call) {
        return call.argumentsObject()
                .map(object -> object.path("input"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .orElse(call.arguments());
    }

    @Override
    public boolean ended() {
        return whole.isPresent();
    }

    @Override
    public void write(EventText out, int outputIndex) {
        var kind = tool.custom() ? "response.custom_tool_call_input" : "response.function_call_arguments";
        if (!added) {
            added = true;
            out.add("response.output_item.added", place(outputIndex, item("", "in_progress")));
        }
        boolean isKnown = ended() || !tool.custom();
        boolean owesDelta = ended() && written == 0 && !closed;
        if (isKnown && (written < arguments.length() || owesDelta)) {
            out.add(kind + ".delta", at(outputIndex).put("delta", arguments.substring(written)));
            written = arguments.length();
        }
        if (ended() && !closed) {
            closed = true;
            out.add(kind + ".done", at(outputIndex).put(tool.custom() ? "input" : "arguments", arguments.toString()));
            out.add("response.output_item.done", place(outputIndex, json()));
        }
    }

    @Override
    public ObjectNode json() {
        boolean cutInput = tool.custom() && !ended();
        return item(cutInput ? "" : arguments.toString(), ended() ? "completed" : "incomplete");
    }

    private ObjectNode item(String content, String status) {
        var item = Json.object()
                .put("id", id)
                .put("type", type(tool))
                .put("status", status)
                .put("call_id", callId)
                .put("name", tool.name());
        tool.namespace().ifPresent(namespace -> item.put("namespace", namespace));
        item.put(tool.custom() ? "input" : "arguments", content);
        whole.flatMap(FunctionCall::extraContent).ifPresent(extra -> item.set("extra_content", extra));
        return item;
    }

    private ObjectNode at(int outputIndex) {
        return Json.object().put("item_id", id).put("output_index", outputIndex);
    }

    private static ObjectNode place(int outputIndex, ObjectNode item) {
        var place = Json.object().put("output_index", outputIndex);
        place.set("item", item);
        return place;
    }
}

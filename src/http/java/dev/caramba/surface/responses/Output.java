package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The items of one response. They are written one after the other: what comes for a later item waits until the one
 * before it has ended.
 */
final class Output {

    private final ItemIds ids;
    private final ToolNames names;
    private final List<OutputItem> items = new ArrayList<>();
    private final Map<Integer, CallItem> calls = new HashMap<>();
    private int current;

    Output(ItemIds ids, ToolNames names) {
        this.ids = ids;
        this.names = names;
    }

    /** Takes what an event brings. */
    void take(Event event) {
        if (event instanceof Event.Chunk chunk) {
            message().append(chunk.text());
        } else if (event instanceof Event.ToolCallStart start) {
            call(start.index(), start.id(), start.name());
        } else if (event instanceof Event.ToolCallArguments arguments) {
            Optional.ofNullable(calls.get(arguments.index())).ifPresent(call -> call.append(arguments.text()));
        } else if (event instanceof Event.ToolCall call) {
            var function = call.function();
            call(call.index(), function.id(), function.name()).end(function);
        }
    }

    /** Returns the message that text belongs to: the last item, unless that is none or has ended. */
    private MessageItem message() {
        return openMessage().orElseGet(() -> add(new MessageItem(idOf(MessageItem.TYPE))));
    }

    private CallItem call(int index, String id, String name) {
        endMessage("completed");
        return calls.computeIfAbsent(index, number -> {
            var tool = names.of(name);
            return add(new CallItem(idOf(CallItem.type(tool)), id, tool));
        });
    }

    /** Returns the id of the next item. */
    private String idOf(String type) {
        return ids.ofOutput(type, items.size());
    }

    private <T extends OutputItem> T add(T item) {
        items.add(item);
        return item;
    }

    private Optional<MessageItem> openMessage() {
        return messageAt(items.size() - 1).filter(message -> !message.ended());
    }

    /** Ends the message that is open, if there is one. */
    void endMessage(String status) {
        openMessage().ifPresent(message -> message.end(status));
    }

    /** Takes what a provider's own event says of an item. */
    void take(ObjectNode event) {
        int index = event.path("output_index").asInt();
        switch (event.path("type").asText()) {
            case "response.output_item.added" -> put(index, item(event, false));
            case "response.output_item.done" -> put(index, item(event, true));
            case "response.content_part.added" -> messageAt(index).ifPresent(MessageItem::partWritten);
            case "response.output_text.delta" ->
                messageAt(index)
                        .ifPresent(
                                message -> message.written(event.path("delta").asText()));
            default -> {}
        }
    }

    private static OutputItem item(ObjectNode event, boolean ended) {
        var item = event.path("item") instanceof ObjectNode given ? given : Json.object();
        return !ended && item.path("type").asText().equals(MessageItem.TYPE)
                ? MessageItem.begun(item.path("id").asText())
                : new ProviderItem(item, ended);
    }

    private void put(int index, OutputItem item) {
        if (index < items.size()) {
            items.set(index, item);
        } else {
            items.add(item);
        }
    }

    private Optional<MessageItem> messageAt(int index) {
        return index >= 0 && index < items.size() && items.get(index) instanceof MessageItem message
                ? Optional.of(message)
                : Optional.empty();
    }

    /** Writes what is new. */
    void write(EventText out) {
        while (current < items.size()) {
            var item = items.get(current);
            item.write(out, current);
            if (!item.ended()) {
                return;
            }
            current++;
        }
    }

    /** Returns the items as far as they are written or can be read. */
    ArrayNode json() {
        var list = Json.array();
        items.forEach(item -> list.add(item.json()));
        return list;
    }
}

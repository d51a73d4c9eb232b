package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;

/** A message of the assistant. Its text is one content part. */
final class MessageItem implements OutputItem {

    static final String TYPE = "message";

    private final String id;
    private final StringBuilder text = new StringBuilder();
    private String status = "in_progress";
    private int written;
    private boolean added;
    private boolean partAdded;
    private boolean closed;

    MessageItem(String id) {
        this.id = id;
    }

    /** Returns a message that a provider has begun; what it says of it goes out as it came. */
    static MessageItem begun(String id) {
        var item = new MessageItem(id);
        item.added = true;
        return item;
    }

    void append(String more) {
        text.append(more);
    }

    /** Notes that the provider itself has begun the content part. */
    void partWritten() {
        partAdded = true;
    }

    /** Notes a piece of text that goes out as the provider wrote it. */
    void written(String more) {
        text.append(more);
        written = text.length();
    }

    /** Ends the message as {@code completed} or {@code incomplete}. */
    void end(String status) {
        this.status = status;
    }

    @Override
    public boolean ended() {
        return !status.equals("in_progress");
    }

    @Override
    public void write(EventText out, int outputIndex) {
        if (!added) {
            added = true;
            var item = Json.object().put("output_index", outputIndex);
            item.set("item", item(status, false));
            out.add("response.output_item.added", item);
        }
        if (!partAdded) {
            partAdded = true;
            var part = at(outputIndex);
            part.set("part", part(""));
            out.add("response.content_part.added", part);
        }
        if (written < text.length()) {
            var delta = at(outputIndex).put("delta", text.substring(written));
            delta.putArray("logprobs");
            out.add("response.output_text.delta", delta);
            written = text.length();
        }
        if (ended() && !closed) {
            closed = true;
            close(out, outputIndex);
        }
    }

    private void close(EventText out, int outputIndex) {
        var done = at(outputIndex).put("text", text.toString());
        done.putArray("logprobs");
        out.add("response.output_text.done", done);
        var part = at(outputIndex);
        part.set("part", part(text.toString()));
        out.add("response.content_part.done", part);
        var item = Json.object().put("output_index", outputIndex);
        item.set("item", json());
        out.add("response.output_item.done", item);
    }

    @Override
    public ObjectNode json() {
        return item(ended() ? status : "incomplete", true);
    }

    private ObjectNode item(String status, boolean withContent) {
        var item = Json.object()
                .put("id", id)
                .put("type", TYPE)
                .put("status", status)
                .put("role", "assistant");
        var content = item.putArray("content");
        if (withContent) {
            content.add(part(text.toString()));
        } else {
            item.put("status", "in_progress");
        }
        return item;
    }

    private static ObjectNode part(String text) {
        var part = Json.object().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    private ObjectNode at(int outputIndex) {
        return Json.object().put("item_id", id).put("output_index", outputIndex).put("content_index", 0);
    }
}

package dev.caramba.surface.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.prompt.WireFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds one message from the events of an answer, as the pieces of a stream: the beginning of the message, then its
 * blocks, then what concerns the whole. A piece of a provider that speaks this format stays as it came, but for the
 * number of its block. All other events become blocks here. Blocks are numbered without gaps, and one is closed before
 * the next one begins; what belongs to a later block waits for that.
 */
final class MessagePieces {

    private final MessageFrame frame;
    private final OpenBlock block = new OpenBlock();
    private final List<Event> waiting = new ArrayList<>();
    private boolean begun;
    private JsonNode last = Json.object();

    MessagePieces(MessageFrame frame) {
        this.frame = frame;
    }

    /** Returns the pieces that an event brings. */
    List<ObjectNode> of(Event event) {
        frame.note(event);
        var pieces = new ArrayList<ObjectNode>();
        var original = event.original(WireFormat.MESSAGES);
        if (original.isPresent()) {
            var json = original.get().json();
            boolean same = json == last;
            last = json;
            if (same || passOn(json, event, pieces)) {
                return pieces;
            }
        }
        take(event, pieces);
        return pieces;
    }

    /** Returns the pieces that end a complete answer. */
    List<ObjectNode> end(Event.Done done) {
        frame.note(done);
        var pieces = new ArrayList<ObjectNode>();
        begin(pieces);
        closeAll(pieces);
        pieces.add(frame.end(done, block.hasCalls()));
        pieces.add(Json.object().put("type", "message_stop"));
        return pieces;
    }

    /** Passes a piece of the provider on in its place. Returns false where its event must be told in another way. */
    private boolean passOn(ObjectNode json, Event event, List<ObjectNode> pieces) {
        switch (json.path("type").asText()) {
            case "message_start" -> {
                if (!begun) {
                    begun = true;
                    pieces.add(json);
                }
            }
            case "content_block_start" -> {
                if (block.awaitsMore()) {
                    return event instanceof Event.Other;
                }
                begin(pieces);
                closeAll(pieces);
                pieces.add(block.open(json, event));
            }
            case "content_block_delta" -> {
                if (!block.isThatOf(json)) {
                    return event instanceof Event.Other;
                }
                pieces.add(block.numbered(json));
            }
            case "content_block_stop" -> {
                if (block.isThatOf(json)) {
                    pieces.add(block.numbered(json));
                    block.stopped();
                }
            }
            default -> pieces.add(json);
        }
        return true;
    }

    private void take(Event event, List<ObjectNode> pieces) {
        if (!frame.gives(event) || block.isOver(event)) {
            return;
        }
        begin(pieces);
        if (block.awaitsMore() && !block.isCallOf(event)) {
            waiting.add(event);
            return;
        }
        if (!waiting.isEmpty() && !block.isCallOf(event)) {
            block.close(pieces);
            drain(pieces);
            take(event, pieces);
            return;
        }
        block.write(event, pieces);
        if (!block.isOpen()) {
            drain(pieces);
        }
    }

    /** Gives out what has waited, as far as it need not wait any longer. */
    private void drain(List<ObjectNode> pieces) {
        var held = List.copyOf(waiting);
        waiting.clear();
        held.forEach(event -> take(event, pieces));
    }

    private void closeAll(List<ObjectNode> pieces) {
        block.close(pieces);
        while (!waiting.isEmpty()) {
            drain(pieces);
            block.close(pieces);
        }
    }

    private void begin(List<ObjectNode> pieces) {
        if (!begun) {
            begun = true;
            pieces.add(frame.start());
        }
    }
}

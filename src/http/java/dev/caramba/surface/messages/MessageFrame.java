package dev.caramba.surface.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.IdGenerator;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.prompt.WireFormat;
import java.util.List;
import java.util.Optional;

/** What concerns a message as a whole: its head, why it ended, and its tokens. */
final class MessageFrame {

    /** The fields of a whole message that a stream tells at its end. */
    private static final List<String> OF_THE_END =
            List.of("stop_reason", "stop_sequence", "stop_details", "container", "context_management");

    private static final String OWN_ID = "msg_";

    private final MessagesRequest asked;
    private String model;
    private Optional<String> id = Optional.empty();
    private Optional<String> stopText = Optional.empty();

    /** @param model the model of the answering target, for providers that tell none */
    MessageFrame(MessagesRequest asked, String model) {
        this.asked = asked;
        this.model = model;
    }

    /** Takes what an event says of the whole. */
    void note(Event event) {
        if (event instanceof Event.Start start) {
            model = start.model().orElse(model);
            id = start.id().filter(given -> given.startsWith(OWN_ID));
        }
        event.original(WireFormat.CHAT)
                .map(Original::json)
                .map(json -> json.path("choices").path(0).path("stop_reason"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(asked.call().params().sampling().stop()::contains)
                .ifPresent(text -> stopText = Optional.of(text));
    }

    /** Returns whether the caller gets the event at all: thoughts that it switched off it does not. */
    boolean gives(Event event) {
        return !(event instanceof Event.Start)
                && !(event instanceof Event.Other)
                && !(event instanceof Event.Reasoning && asked.withoutThinking());
    }

    /** Returns the piece that begins the message. Its tokens are estimated; the end tells the true ones. */
    ObjectNode start() {
        var piece = Json.object().put("type", "message_start");
        var message = piece.putObject("message")
                .put("id", id.orElseGet(() -> IdGenerator.next(OWN_ID)))
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model);
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        message.putObject("usage")
                .put("input_tokens", asked.estimatedTokens())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", 1);
        return piece;
    }

    /** Returns the piece that tells why the message ended, and its tokens. */
    ObjectNode end(Event.Done done, boolean anyCall) {
        var told = done.original(WireFormat.MESSAGES).map(Original::json);
        if (told.filter(MessageFrame::isEnd).isPresent()) {
            return told.get();
        }
        var piece = Json.object().put("type", "message_delta");
        var delta = piece.putObject("delta");
        if (told.isPresent()) {
            OF_THE_END.stream()
                    .filter(told.get()::has)
                    .forEach(name -> delta.set(name, told.get().get(name)));
            if (told.get().path("usage").isObject()) {
                piece.set("usage", told.get().get("usage"));
                return piece;
            }
        } else {
            boolean stopped = stopText.isPresent() && done.finishReason() == FinishReason.STOP;
            delta.put("stop_reason", stopped ? "stop_sequence" : reason(done.finishReason(), anyCall));
            delta.put("stop_sequence", stopped ? stopText.get() : null);
        }
        piece.set("usage", MessageUsage.of(done));
        return piece;
    }

    private static boolean isEnd(JsonNode json) {
        return json.path("type").asText().equals("message_delta")
                && json.path("usage").path("output_tokens").isNumber();
    }

    private static String reason(FinishReason reason, boolean anyCall) {
        return switch (reason) {
            case STOP, OTHER -> anyCall ? "tool_use" : "end_turn";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER -> "refusal";
        };
    }
}

package dev.caramba.surface.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.surface.StreamWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the server-sent events of one stream. Each has the name that its data have for its type. */
final class StreamJson implements StreamWriter {

    /** What goes out while the model is silent; clients skip it. */
    static final String PING = "event: ping\ndata: {\"type\":\"ping\"}\n\n";

    private final MessagePieces pieces;
    private final String requestId;

    StreamJson(MessagePieces pieces, String requestId) {
        this.pieces = pieces;
        this.requestId = requestId;
    }

    @Override
    public String of(Event event) {
        return text(pieces.of(event));
    }

    @Override
    public String end(Event.Done done) {
        return text(pieces.end(done));
    }

    /** Returns the error that ends a stream. No block and no message is closed before it. */
    @Override
    public String error(HttpError error) {
        return frame(MessagesErrors.envelope(error, requestId));
    }

    private static String text(List<ObjectNode> pieces) {
        return pieces.stream().map(StreamJson::frame).collect(Collectors.joining());
    }

    private static String frame(ObjectNode piece) {
        return "event: " + piece.path("type").asText() + "\ndata: " + Json.write(piece) + "\n\n";
    }
}

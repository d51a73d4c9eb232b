package dev.caramba.surface.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.Answer;
import dev.caramba.request.CallRequest;
import dev.caramba.surface.StreamWriter;
import dev.caramba.surface.SurfaceRequest;

/**
 * A valid request for a message.
 *
 * @param body the request as the caller wrote it
 * @param requestId the id that errors tell
 */
record MessagesRequest(CallRequest call, ObjectNode body, String requestId) implements SurfaceRequest {

    @Override
    public ObjectNode whole(Answer answer) {
        return WholeMessage.of(answer, pieces(answer.target().model()));
    }

    @Override
    public StreamWriter writer(String id, String model) {
        return new StreamJson(pieces(model), requestId);
    }

    @Override
    public String keepAlive() {
        return StreamJson.PING;
    }

    /** Returns whether the caller has switched thinking off. */
    boolean withoutThinking() {
        return body.path("thinking").path("type").asText().equals("disabled");
    }

    /** Returns about how many tokens the request has. */
    long estimatedTokens() {
        return TokenEstimate.of(body);
    }

    private MessagePieces pieces(String model) {
        return new MessagePieces(new MessageFrame(this, model));
    }
}

package dev.caramba.surface.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.Answer;
import dev.caramba.http.JsonBody;
import dev.caramba.request.CallRequest;
import dev.caramba.request.RequestFields;
import dev.caramba.request.RequestReader;
import dev.caramba.surface.StreamOptions;
import dev.caramba.surface.StreamWriter;
import dev.caramba.surface.SurfaceRequest;

/**
 * A valid request for a chat completion.
 *
 * @param includeUsage whether a stream reports the tokens before its end
 */
record ChatRequest(CallRequest call, boolean includeUsage) implements SurfaceRequest {

    /** @throws dev.caramba.generation.ProviderException when the body is not valid */
    static ChatRequest read(JsonBody body) {
        var options = StreamOptions.read(RequestFields.of(body.json()));
        var call = RequestReader.chat(body.json(), body.text());
        return new ChatRequest(call.withStream(options.stream()), options.includeUsage());
    }

    @Override
    public ObjectNode whole(Answer answer) {
        return CompletionJson.of(answer);
    }

    @Override
    public StreamWriter writer(String id, String model) {
        return new ChunkJson(model, includeUsage);
    }
}

package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.Answer;
import dev.caramba.generation.Event;
import dev.caramba.request.CallRequest;
import dev.caramba.request.RequestFields;
import dev.caramba.surface.StreamWriter;
import dev.caramba.surface.SurfaceRequest;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.function.Function;

/**
 * A valid request for a response.
 *
 * @param responses writes the response object
 * @param keeper keeps the response object where the caller wants that
 */
record ResponsesRequest(
        CallRequest call, ResponseJson responses, ToolNames names, Function<ObjectNode, Uni<Void>> keeper)
        implements SurfaceRequest {

    private static final String PREFIX = "resp_";

    /**
     * Reads a request.
     *
     * @param keeper keeps the response object of this conversation
     * @throws dev.caramba.generation.ProviderException when the request is not valid
     */
    static ResponsesRequest read(Conversation conversation, Function<ObjectNode, Uni<Void>> keeper) {
        var fields = RequestFields.of(conversation.request());
        boolean stream = fields.flag("stream").orElse(false);
        boolean store = fields.flag("store").orElse(true);
        var form = new ChatForm(conversation);
        var call = form.call(conversation.original());
        return new ResponsesRequest(
                call.withStream(stream),
                new ResponseJson(conversation.request()),
                form.toolNames(),
                store ? keeper : response -> Uni.createFrom().voidItem());
    }

    @Override
    public ObjectNode whole(Answer answer) {
        var events = new ResponseEvents(
                responses,
                names,
                PREFIX + answer.id(),
                answer.created(),
                answer.target().model());
        answer.events().stream()
                .filter(event -> !(event instanceof Event.Start || event.terminal()))
                .forEach(events::of);
        return events.whole((Event.Done) answer.events().get(answer.events().size() - 1));
    }

    @Override
    public StreamWriter writer(String id, String model) {
        return new ResponseEvents(responses, names, PREFIX + id, Instant.now().getEpochSecond(), model);
    }

    @Override
    public Uni<Void> keep(ObjectNode whole) {
        return keeper.apply(whole);
    }
}

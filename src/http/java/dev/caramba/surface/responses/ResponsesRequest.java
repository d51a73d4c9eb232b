package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.Answer;
import dev.caramba.error.HttpError;
import dev.caramba.generation.Event;
import dev.caramba.http.JsonBody;
import dev.caramba.prompt.OriginalRequest;
import dev.caramba.prompt.WireFormat;
import dev.caramba.request.CallRequest;
import dev.caramba.request.RequestFields;
import dev.caramba.surface.StreamWriter;
import dev.caramba.surface.SurfaceRequest;
import java.time.Instant;

/**
 * A valid request for a response.
 *
 * @param responses writes the response object
 */
record ResponsesRequest(CallRequest call, ResponseJson responses, ToolNames names) implements SurfaceRequest {

    private static final String PREVIOUS = "previous_response_id";

    /** @throws dev.caramba.generation.ProviderException when the body is not valid */
    static ResponsesRequest read(JsonBody body) {
        var fields = RequestFields.of(body.json());
        boolean stream = fields.flag("stream").orElse(false);
        fields.text(PREVIOUS).ifPresent(id -> {
            throw HttpError.refusal(
                            400, "previous_response_not_found", "Previous response with id '" + id + "' not found.")
                    .withParam(PREVIOUS)
                    .asException();
        });
        var form = new ChatForm(fields);
        var call = form.call(OriginalRequest.of(WireFormat.RESPONSES, body.text()));
        return new ResponsesRequest(call.withStream(stream), new ResponseJson(body.json()), form.toolNames());
    }

    @Override
    public ObjectNode whole(Answer answer) {
        var events = new ResponseEvents(
                responses,
                names,
                "resp_" + answer.id(),
                answer.created(),
                answer.target().model());
        answer.events().stream()
                .filter(event -> !(event instanceof Event.Start || event.terminal()))
                .forEach(events::of);
        return events.whole((Event.Done) answer.events().get(answer.events().size() - 1));
    }

    @Override
    public StreamWriter writer(String model) {
        return new ResponseEvents(
                responses, names, ResponseEvents.newId(), Instant.now().getEpochSecond(), model);
    }
}

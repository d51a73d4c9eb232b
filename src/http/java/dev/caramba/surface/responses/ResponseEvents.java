package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.error.AttemptJson;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Original;
import dev.caramba.prompt.WireFormat;
import dev.caramba.surface.StreamWriter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the events of one response. An event of a provider that speaks this format goes out as it came; the answer of
 * any other becomes items.
 */
final class ResponseEvents implements StreamWriter {

    /** An event, so that clients that count comments as silence keep waiting. */
    private static final String KEEP_ALIVE = "data: {\"type\":\"keepalive\"}\n\n";

    private static final String SERVER_ERROR = "server_error";

    /** The codes of failures that clients know. */
    private static final Set<String> CODES =
            Set.of("rate_limit_exceeded", "insufficient_quota", "context_length_exceeded", "invalid_prompt");

    private final ResponseJson responses;
    private final String model;
    private final long created;
    private final EventText out = new EventText();
    private final Output output;
    private String id;
    private boolean begun;
    /** The ids of the calls that go out as the provider wrote them. */
    private final Set<String> passedOn = new HashSet<>();

    private Optional<Original> last = Optional.empty();
    private Optional<ObjectNode> ended = Optional.empty();

    /** @param model the model of the answering target */
    ResponseEvents(ResponseJson responses, ToolNames names, String id, long created, String model) {
        this.responses = responses;
        this.output = new Output(new ItemIds(id), names);
        this.id = id;
        this.created = created;
        this.model = model;
    }

    @Override
    public String of(Event event) {
        if (event instanceof Event.Start) {
            return "";
        }
        var piece = event.original(WireFormat.RESPONSES);
        if (piece.isPresent()) {
            boolean same = last.filter(before -> before == piece.get()).isPresent();
            last = piece;
            if (!same) {
                pass(piece.get().json());
            }
            return out.take();
        }
        if (event instanceof Event.ToolCall call
                && passedOn.contains(call.function().id())) {
            return "";
        }
        begin();
        output.take(event);
        output.write(out);
        return out.take();
    }

    /** Passes an event on, in which only the answer before it is the caller's. */
    private void pass(ObjectNode event) {
        var json = Json.object();
        json.setAll(event);
        if (event.path("response") instanceof ObjectNode response) {
            id = response.path("id").asText(id);
            json.set("response", responses.ofProvider(response));
            begun = true;
        }
        passedOn.add(event.path("item").path("call_id").asText());
        output.take(event);
        out.pass(json);
    }

    @Override
    public Optional<String> keepAlive() {
        return Optional.of(KEEP_ALIVE).filter(text -> begun);
    }

    @Override
    public String end(Event.Done done) {
        begin();
        var whole = whole(done);
        ended = Optional.of(whole);
        output.write(out);
        var last = Json.object();
        last.set("response", whole);
        out.add("response." + whole.path("status").asText(), last);
        return out.take();
    }

    @Override
    public Optional<ObjectNode> whole() {
        return ended;
    }

    /** Returns the complete response. */
    ObjectNode whole(Event.Done done) {
        var told = done.original(WireFormat.RESPONSES).map(piece -> piece.json().path("response"));
        if (told.isPresent() && told.get() instanceof ObjectNode response) {
            var whole = responses.ofProvider(response);
            if (whole.path("output").isEmpty()) {
                whole.set("output", output.json()); // some say in the events alone what the output is
            }
            return whole;
        }
        var status = ResponseJson.incompleteFor(done.finishReason()).isPresent() ? "incomplete" : "completed";
        output.endMessage(status);
        var whole = response(status);
        return ResponseJson.complete(whole, done.finishReason(), done.usage());
    }

    /** Tells the failure as the end of the response. Its output is what came until then. */
    @Override
    public String error(HttpError error) {
        begin();
        var failed = response("failed");
        var json = failed.putObject("error").put("code", code(error)).put("message", error.message());
        json.set("attempts", AttemptJson.list(error.attempts()));
        var event = Json.object();
        event.set("response", failed);
        out.add("response.failed", event);
        return out.take();
    }

    private static String code(HttpError error) {
        return switch (error.code()) {
            case "overloaded" -> "server_is_overloaded";
            case "invalid_request", "content_filter" -> "invalid_prompt";
            default -> CODES.contains(error.code()) ? error.code() : SERVER_ERROR;
        };
    }

    private void begin() {
        if (!begun) {
            begun = true;
            var event = Json.object();
            event.set("response", responses.of(id, created, model, "in_progress", Json.array()));
            out.add("response.created", event);
            out.add("response.in_progress", event);
        }
    }

    private ObjectNode response(String status) {
        return responses.of(id, created, model, status, output.json());
    }
}

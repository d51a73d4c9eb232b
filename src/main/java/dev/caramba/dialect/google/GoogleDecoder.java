package dev.caramba.dialect.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ObjectStreamDecoder;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import dev.caramba.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes Gemini's answers. Every event is a complete response that holds what is new. The body is read to its end: no
 * event marks the end, and usage and text may follow the finish reason.
 */
final class GoogleDecoder implements Decoder {

    private final GoogleAnswer answer = new GoogleAnswer();
    private boolean ended;

    /**
     * Returns the events of an answer that was not streamed: one response, or a list of the responses that a stream
     * would have.
     */
    static List<Event> decodeWhole(String body) {
        var json = Json.parse(body).orElseThrow(() -> MalformedAnswer.because("it is not JSON"));
        var answer = new GoogleAnswer();
        var events = new ArrayList<>(read(answer, json));
        events.addAll(answer.done());
        return events;
    }

    @Override
    public List<Event> decode(Frame frame) {
        if (ended || frame.data().isBlank()) {
            return List.of();
        }
        var json = Json.parse(frame.data());
        if (json.isEmpty() && frame.closed()) {
            throw MalformedAnswer.because("an event is not JSON");
        }
        return json.map(pieces -> read(answer, pieces)).orElse(List.of());
    }

    @Override
    public List<Event> end() {
        if (ended) {
            return List.of();
        }
        if (!answer.finished()) {
            throw ObjectStreamDecoder.cut();
        }
        ended = true;
        return answer.done();
    }

    @Override
    public boolean complete() {
        return ended || answer.finished();
    }

    @Override
    public Optional<Usage> usage() {
        return answer.usage();
    }

    private static List<Event> read(GoogleAnswer answer, JsonNode json) {
        var events = new ArrayList<Event>();
        for (var piece : json.isArray() ? json : Json.array().add(json)) {
            if (!(piece instanceof ObjectNode response)) {
                throw MalformedAnswer.because("it is not a JSON object");
            }
            events.addAll(answer.piece(response));
        }
        return events;
    }
}

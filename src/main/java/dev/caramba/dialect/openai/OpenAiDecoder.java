package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ObjectStreamDecoder;
import dev.caramba.dialect.error.CommonErrors;
import dev.caramba.dialect.error.ErrorBody;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import dev.caramba.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes answers of the OpenAI family. It accepts the many variants of the format that servers write. An unreadable
 * part is a protocol failure, so that no answer has a gap.
 *
 * <p>The end is given out as soon as the finish reason has come and, with it or after it, the usage. Otherwise it is
 * given out at {@code [DONE]} or at the end of the body.
 */
final class OpenAiDecoder implements Decoder {

    /** The state of one answer while it is decoded. */
    interface Answer {

        /**
         * Decodes a chunk of a streamed answer.
         *
         * @param text the text from which it was parsed
         */
        List<Event> chunk(ObjectNode json, String text);

        /** Decodes an answer that was not streamed. It is complete even without a finish reason. */
        List<Event> whole(ObjectNode json);

        /** Returns the usage that the answer has reported so far. */
        Optional<Usage> usage();

        /** Returns whether the latest chunk reported the usage. */
        boolean toldUsage();

        /** Returns whether the answer gave the finish reasons of all its choices. */
        boolean finished();

        /** Returns the last events, the end among them. */
        List<Event> done();
    }

    private static final List<String> KINDS = List.of("chat.completion", "text_completion");

    private final Answer answer;
    private boolean ended;

    /** Creates a decoder of a chat completion. */
    OpenAiDecoder() {
        this(new OpenAiAnswer());
    }

    OpenAiDecoder(Answer answer) {
        this.answer = answer;
    }

    /** Returns the events of a chat completion that was not streamed. */
    static List<Event> decodeWhole(String body) {
        return decodeWhole(body, new OpenAiAnswer());
    }

    /** Returns the events of an answer that was not streamed. */
    static List<Event> decodeWhole(String body, Answer answer) {
        var json = Json.object(body).orElseThrow(() -> MalformedAnswer.because("it is not a JSON object"));
        throwIfFailed(json);
        return answer.whole(json);
    }

    @Override
    public List<Event> decode(Frame frame) {
        var data = frame.data().strip();
        if (ended || data.isEmpty()) {
            return List.of();
        }
        if (data.equals("[DONE]")) {
            return done();
        }
        var json = Json.object(data);
        return json.isPresent() ? read(frame, json.get(), data) : unreadable(frame, data);
    }

    @Override
    public List<Event> end() {
        if (ended) {
            return List.of();
        }
        if (!answer.finished()) {
            throw ObjectStreamDecoder.cut();
        }
        return done();
    }

    @Override
    public boolean complete() {
        return ended || answer.finished();
    }

    @Override
    public Optional<Usage> usage() {
        return answer.usage();
    }

    private List<Event> read(Frame frame, ObjectNode json, String data) {
        if (frame.event().equals("error")) {
            throw CommonErrors.inBand(ErrorBody.of(json)).asException();
        }
        throwIfFailed(json);
        if (!json.has("choices") && isOfAnotherKind(frame, json)) {
            return List.of();
        }
        var events = new ArrayList<>(answer.chunk(json, data));
        if (answer.toldUsage() && answer.finished()) {
            events.addAll(done());
        }
        return events;
    }

    private List<Event> done() {
        ended = true;
        return answer.done();
    }

    private static List<Event> unreadable(Frame frame, String data) {
        if (!frame.closed()) {
            return List.of();
        }
        if (frame.event().equals("error")) {
            throw CommonErrors.inBand(ErrorBody.read(data)).asException();
        }
        throw MalformedAnswer.because("an event is not a JSON object");
    }

    /**
     * Returns whether an event without choices is no part of the answer, such as a keep-alive. In a chunk of the
     * answer, missing choices are a fault.
     */
    private static boolean isOfAnotherKind(Frame frame, JsonNode json) {
        if (OpenAiUsage.told(json).isPresent()) {
            return false;
        }
        var kind = JsonFields.text(json, "object")
                .or(() -> JsonFields.text(json, "type"))
                .orElse(frame.event());
        if (kind.isEmpty() || kind.equals("message") || KINDS.stream().anyMatch(kind::startsWith)) {
            throw MalformedAnswer.because("an event has no choices");
        }
        return true;
    }

    private static void throwIfFailed(ObjectNode json) {
        CommonErrors.in(json)
                .or(() -> json.path("choices").path(0) instanceof ObjectNode choice
                        ? CommonErrors.in(choice)
                        : Optional.empty())
                .ifPresent(failure -> {
                    throw failure.asException();
                });
    }
}

package dev.caramba.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.FinishReasons;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ObjectStreamDecoder;
import dev.caramba.dialect.TokenUsage;
import dev.caramba.dialect.ToolCalls;
import dev.caramba.dialect.error.CommonErrors;
import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Decodes one answer of Ollama: each line holds a piece of the message, and the last one says that it is done. */
final class OllamaAnswer implements ObjectStreamDecoder.Answer {

    private final ToolCalls calls = new ToolCalls();
    private String identity = "";
    private boolean started;

    /** Returns the events of an answer that was not streamed. */
    static List<Event> whole(ObjectNode answer) {
        var events = new OllamaAnswer().next("", answer);
        if (!events.get(events.size() - 1).terminal()) {
            throw MalformedAnswer.because("it is not done");
        }
        return events;
    }

    @Override
    public List<Event> next(String name, ObjectNode line) {
        CommonErrors.in(line).ifPresent(failure -> {
            throw failure.asException();
        });
        var message = line.path("message");
        if (!message.isObject()) {
            throw MalformedAnswer.because("it has no message");
        }
        var events = start(line);
        JsonFields.text(message, "thinking").map(Event.Reasoning::new).ifPresent(events::add);
        textOf(message).map(Event.Chunk::new).ifPresent(events::add);
        ToolCalls.in(message).forEach(calls::whole);
        if (line.path("done").asBoolean()) {
            events.addAll(end(line));
        }
        return events;
    }

    private List<Event> start(JsonNode line) {
        var events = new ArrayList<Event>();
        if (!started) {
            started = true;
            var model = JsonFields.text(line, "model");
            identity = model.orElse("") + "\n" + line.path("created_at").asText();
            events.add(new Event.Start(Optional.empty(), model));
        }
        return events;
    }

    /** Returns the answer's text. */
    private static Optional<String> textOf(JsonNode message) {
        if (JsonFields.present(message, "content")
                .filter(content -> !content.isTextual())
                .isPresent()) {
            throw MalformedAnswer.because("the content is no text");
        }
        return JsonFields.text(message, "content");
    }

    private List<Event> end(JsonNode line) {
        var reason = FinishReasons.of(line.path("done_reason").asText());
        var events = calls.giveOut(reason, identity);
        events.add(new Event.Done(FinishReasons.shown(reason, calls), usageOf(line)));
        return events;
    }

    private static Optional<Usage> usageOf(JsonNode line) {
        return TokenUsage.of(
                JsonFields.count(line, "prompt_eval_count"),
                JsonFields.count(line, "eval_count"),
                OptionalLong.empty());
    }
}

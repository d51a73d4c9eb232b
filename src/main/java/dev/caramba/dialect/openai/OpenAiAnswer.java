package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caramba.dialect.FinishReasons;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ToolCalls;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state of one answer while it is decoded. Each piece of the answer gives its events. */
final class OpenAiAnswer {

    private final ToolCalls calls = new ToolCalls();
    private Optional<String> id = Optional.empty();
    private Optional<String> model = Optional.empty();
    private String created = "";
    private boolean started;
    private boolean refused;
    private Optional<FinishReason> finish = Optional.empty();
    private Optional<Usage> usage = Optional.empty();

    /** Takes the fields beside the choices. Returns whether the usage was among them. */
    boolean head(JsonNode json) {
        id = id.or(() -> JsonFields.text(json, "id"));
        model = model.or(() -> JsonFields.text(json, "model"));
        created = created.isEmpty() ? json.path("created").asText() : created;
        var newest = OpenAiUsage.of(json);
        usage = newest.or(() -> usage);
        return newest.isPresent();
    }

    /** Decodes a piece of a streamed choice. */
    List<Event> chunk(JsonNode choice) {
        var delta = JsonFields.present(choice, "delta")
                .or(() -> JsonFields.present(choice, "message"))
                .orElse(MissingNode.getInstance());
        var events = textEvents(delta);
        ToolCalls.in(delta).forEach(calls::fragment);
        events.addAll(finish(choice));
        return events;
    }

    /** Decodes a choice that was not streamed. Its answer is complete even without a finish reason. */
    List<Event> whole(JsonNode choice) {
        var message = choice.path("message");
        if (!message.isObject()) {
            throw MalformedAnswer.because("it has no message");
        }
        var events = textEvents(message);
        ToolCalls.in(message).forEach(calls::whole);
        events.addAll(finish(choice));
        return events;
    }

    /** Returns the usage that the answer has reported so far. */
    Optional<Usage> usage() {
        return usage;
    }

    /** Returns the last events: the calls that were not given out yet, and the end. */
    List<Event> done() {
        if (!started) {
            throw MalformedAnswer.because("it ends without a choice");
        }
        var reason = finish.orElse(FinishReason.OTHER);
        var events = new ArrayList<>(calls.giveOut(reason, identity()));
        events.add(new Event.Done(shown(reason), usage));
        return events;
    }

    /** Returns whether the answer gave its finish reason. */
    boolean finished() {
        return finish.isPresent();
    }

    private List<Event> textEvents(JsonNode message) {
        if (!message.isObject() && !message.isMissingNode()) {
            throw MalformedAnswer.because("a choice holds no object");
        }
        var events = new ArrayList<Event>();
        if (!started) {
            started = true;
            events.add(new Event.Start(id, model));
        }
        var content = new StringBuilder();
        addText(message.path("content"), content);
        JsonFields.text(message, "refusal").ifPresent(text -> addRefusal(text, content));
        if (!content.isEmpty()) {
            events.add(new Event.Chunk(content.toString()));
        }
        return events;
    }

    private void addText(JsonNode content, StringBuilder text) {
        if (content.isTextual()) {
            text.append(content.textValue());
        } else if (content.isArray()) {
            content.forEach(part -> addPart(part, text));
        } else if (!content.isMissingNode() && !content.isNull()) {
            throw MalformedAnswer.because("the content is no text");
        }
    }

    /** Adds a part that is a text. Thoughts and other kinds of parts do not belong to the answer's text. */
    private void addPart(JsonNode part, StringBuilder text) {
        if (part.isTextual()) {
            text.append(part.textValue());
            return;
        }
        var type = JsonFields.text(part, "type").orElse("text");
        if (type.equals("text") || type.equals("output_text")) {
            JsonFields.text(part, "text").ifPresent(text::append);
        } else if (type.equals("refusal")) {
            JsonFields.text(part, "refusal").ifPresent(refusal -> addRefusal(refusal, text));
        }
    }

    private void addRefusal(String refusal, StringBuilder text) {
        refused = true;
        text.append(refusal);
    }

    private List<Event> finish(JsonNode choice) {
        var reason = JsonFields.text(choice, "finish_reason");
        if (finish.isPresent() || reason.isEmpty()) {
            return List.of();
        }
        finish = Optional.of(FinishReasons.of(reason.get()));
        return calls.giveOut(finish.get(), identity());
    }

    private FinishReason shown(FinishReason reason) {
        if (refused) {
            return FinishReason.CONTENT_FILTER;
        }
        return FinishReasons.shown(reason, calls);
    }

    private String identity() {
        return id.orElse("") + "\n" + model.orElse("") + "\n" + created;
    }
}

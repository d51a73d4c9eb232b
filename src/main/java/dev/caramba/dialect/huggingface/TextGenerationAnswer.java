package dev.caramba.dialect.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.FinishReasons;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ObjectStreamDecoder;
import dev.caramba.dialect.TokenUsage;
import dev.caramba.dialect.error.CommonErrors;
import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Decodes one answer of the text generation API: each event holds a token, and the last one also the whole text. */
final class TextGenerationAnswer implements ObjectStreamDecoder.Answer {

    private boolean started;
    private boolean hasText;

    /**
     * Returns the object of an answer or of one of its events. It may stand in a list of one. Empty for any other JSON.
     */
    static Optional<ObjectNode> in(JsonNode json) {
        return Optional.of(json.isArray() && json.size() == 1 ? json.get(0) : json)
                .filter(object -> object.isObject() && (object.has("generated_text") || object.has("token")))
                .map(ObjectNode.class::cast);
    }

    /** Returns the events of an answer that was not streamed. */
    static List<Event> whole(ObjectNode whole) {
        var events = new TextGenerationAnswer().next("", whole);
        if (!events.get(events.size() - 1).terminal()) {
            throw MalformedAnswer.because("it has no generated text");
        }
        return events;
    }

    @Override
    public List<Event> next(String name, ObjectNode event) {
        CommonErrors.in(event).ifPresent(failure -> {
            throw failure.asException();
        });
        var events = new ArrayList<Event>();
        if (!started) {
            started = true;
            events.add(new Event.Start(Optional.empty(), Optional.empty()));
        }
        boolean last = has(event, "generated_text") || has(event, "details");
        var text = textOf(event, last);
        if (!text.isEmpty()) {
            hasText = true;
            events.add(new Event.Chunk(text));
        }
        if (last) {
            events.add(end(event.path("details")));
        }
        return events;
    }

    private String textOf(JsonNode event, boolean last) {
        if (!last && !has(event, "token")) {
            throw MalformedAnswer.because("an event has no token");
        }
        var token = has(event, "token") ? tokenText(event.path("token")) : "";
        var whole = generatedText(event);
        return hasText || !token.isEmpty() ? token : whole; // some servers send no tokens
    }

    /** Returns the token's text. Special tokens, such as those that end an answer, have none. */
    private static String tokenText(JsonNode token) {
        if (!token.path("text").isTextual()) {
            throw MalformedAnswer.because("a token has no text");
        }
        return token.path("special").asBoolean() ? "" : token.path("text").textValue();
    }

    private static String generatedText(JsonNode event) {
        if (has(event, "generated_text") && !event.path("generated_text").isTextual()) {
            throw MalformedAnswer.because("the generated text is no text");
        }
        return JsonFields.text(event, "generated_text").orElse("");
    }

    private static Event end(JsonNode details) {
        var reason = FinishReasons.of(details.path("finish_reason").asText("stop"));
        return new Event.Done(reason, usageOf(details));
    }

    private static Optional<Usage> usageOf(JsonNode details) {
        return TokenUsage.of(
                JsonFields.count(details, "input_length"),
                JsonFields.count(details, "generated_tokens"),
                OptionalLong.empty());
    }

    private static boolean has(JsonNode event, String field) {
        return JsonFields.present(event, field).isPresent();
    }
}

package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.FinishReasons;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.dialect.ToolCalls;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Original;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.WireFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The state of one answer while it is decoded. Each piece of the answer gives its events, which carry the piece in
 * regular form. Of several choices, only the first one is decoded; the others are carried.
 */
final class OpenAiAnswer implements OpenAiDecoder.Answer {

    /** The format of answers for callers who do not speak this format: an old function call is a tool call to them. */
    static final Decoder.Format TRANSLATED = new Decoder.Format() {
        @Override
        public Decoder decoder() {
            return new OpenAiDecoder(new OpenAiAnswer(true));
        }

        @Override
        public List<Event> decodeWhole(String body) {
            return OpenAiDecoder.decodeWhole(body, new OpenAiAnswer(true));
        }
    };

    private final boolean translated;
    private final ToolCalls calls = new ToolCalls();
    private Optional<String> id = Optional.empty();
    private Optional<String> model = Optional.empty();
    private String created = "";
    private boolean started;
    private boolean refused;
    private Optional<FinishReason> finish = Optional.empty();
    private Optional<Usage> usage = Optional.empty();
    private Optional<ObjectNode> usagePiece = Optional.empty();
    private boolean toldUsage;
    /** Unusual fields of chunks that brought nothing else. */
    private final ObjectNode unusual = Json.object();

    private final Set<Long> begun = new HashSet<>();
    private final Set<Long> ended = new HashSet<>();

    OpenAiAnswer() {
        this(false);
    }

    private OpenAiAnswer(boolean translated) {
        this.translated = translated;
    }

    @Override
    public List<Event> chunk(ObjectNode json, String text) {
        var written = Optional.of(text).filter(line -> unusual.isEmpty() && ChatPiece.isRegularText(json, line));
        head(json);
        takeUsage(json);
        var choices = choices(json);
        var events = new ArrayList<Event>();
        var closing = Json.array();
        var content = false;
        for (var choice : choices) {
            content |= delta((ObjectNode) choice, closing, events);
        }
        if (content) {
            carry(events, new Original(WireFormat.CHAT, piece(json, choices), written));
        } else if (closing.isEmpty()) {
            ChatPiece.keepUnusual(json, unusual);
        }
        if (!closing.isEmpty()) {
            events.addAll(finishEvents());
            events.add(new Event.Other(false, original(piece(json.deepCopy(), closing))));
        }
        return events;
    }

    @Override
    public List<Event> whole(ObjectNode json) {
        head(json);
        takeUsage(json);
        var events = new ArrayList<Event>();
        for (var choice : choices(json)) {
            if (!choice.path("message").isObject()) {
                throw MalformedAnswer.because("it has no message");
            }
            message((ObjectNode) choice, events);
        }
        if (!started) {
            throw MalformedAnswer.because("it has no choice");
        }
        usagePiece.ifPresent(piece -> json.set("usage", piece.get("usage")));
        events.add(new Event.Done(shown(), usage).from(Optional.of(original(json))));
        return events;
    }

    @Override
    public Optional<Usage> usage() {
        return usage;
    }

    @Override
    public boolean toldUsage() {
        return toldUsage;
    }

    /** Returns the last events: the calls that were not given out yet, and the end. */
    @Override
    public List<Event> done() {
        if (!started) {
            throw MalformedAnswer.because("it ends without a choice");
        }
        var events = new ArrayList<>(calls.giveOut(finish.orElse(FinishReason.OTHER), identity()));
        events.add(new Event.Done(shown(), usage).from(usagePiece.map(OpenAiAnswer::original)));
        return events;
    }

    @Override
    public boolean finished() {
        return finish.isPresent() && ended.containsAll(begun);
    }

    private void head(JsonNode json) {
        id = id.or(() -> JsonFields.text(json, "id"));
        model = model.or(() -> JsonFields.text(json, "model"));
        created = created.isEmpty() ? json.path("created").asText() : created;
    }

    /** Takes the usage out of a piece, so that it is given out once, behind the answer. */
    private void takeUsage(ObjectNode json) {
        var newest = OpenAiUsage.told(json);
        toldUsage = newest.isPresent();
        newest.ifPresent(told -> {
            usage = Optional.of(OpenAiUsage.read(told));
            var piece = Json.object();
            json.properties().forEach(field -> piece.set(field.getKey(), field.getValue()));
            piece.set("choices", Json.array());
            piece.set("usage", told);
            usagePiece = Optional.of(piece);
        });
        json.remove("usage");
    }

    static ArrayNode choices(JsonNode json) {
        var choices = JsonFields.present(json, "choices").orElseGet(Json::array);
        if (!(choices instanceof ArrayNode list)) {
            throw MalformedAnswer.because("choices is no list");
        }
        for (var choice : list) {
            if (!choice.isObject()) {
                throw MalformedAnswer.because("choices holds what is no object");
            }
        }
        return list;
    }

    private static boolean isFirst(JsonNode choice) {
        return index(choice) == 0;
    }

    private static long index(JsonNode choice) {
        return JsonFields.integer(choice, "index").orElse(0);
    }

    /**
     * Decodes the piece of one choice and takes its finish reason out.
     *
     * @param closing gets the choice's end, if this piece holds it
     * @return whether the piece holds more than the end
     */
    private boolean delta(ObjectNode choice, ArrayNode closing, List<Event> events) {
        var delta = regular(choice, "delta");
        delta.remove("role");
        choice.remove("usage");
        var index = index(choice);
        begun.add(index);
        if (isFirst(choice)) {
            start(events);
            decode(delta, events);
            events.addAll(new CallFragments(calls, identity()).take(delta));
        }
        var ends = ChatPiece.word(choice).isPresent() && !ended.contains(index);
        var says = ChatPiece.hasContent(delta) || !ends && choice.hasNonNull("logprobs");
        if (ends) {
            ended.add(index);
            takeFinish(choice);
            var end = says ? choice.deepCopy() : choice;
            end.set("delta", Json.object());
            closing.add(end);
        }
        if (says) {
            choice.putNull("finish_reason");
        }
        return says;
    }

    private ObjectNode regular(ObjectNode choice, String field) {
        var message = ChatPiece.message(choice, field);
        if (translated) {
            ChatPiece.functionCallAsToolCall(message);
        }
        return message;
    }

    private void start(List<Event> events) {
        if (!started) {
            started = true;
            events.add(new Event.Start(id, model));
        }
    }

    private void message(ObjectNode choice, List<Event> events) {
        var message = regular(choice, "message");
        choice.remove("usage");
        var entries = ToolCalls.in(message);
        if (isFirst(choice)) {
            start(events);
            decode(message, events);
            entries.forEach(calls::whole);
        }
        entries.forEach(OpenAiAnswer::writeArgumentsAsText);
        if (isFirst(choice)) {
            takeFinish(choice);
            events.addAll(finishEvents());
        }
        choice.put("finish_reason", ChatPiece.finish(choice, !entries.isEmpty()).orElse("stop"));
    }

    private static void writeArgumentsAsText(JsonNode entry) {
        if (entry.path("function") instanceof ObjectNode function
                && function.path("arguments").isContainerNode()) {
            function.put("arguments", Json.write(function.get("arguments")));
        }
    }

    /** Decodes what the product must know of a message or a delta. */
    private void decode(ObjectNode message, List<Event> events) {
        ChatPiece.reasoning(message).map(Event.Reasoning::new).ifPresent(events::add);
        var refusal = JsonFields.text(message, "refusal");
        refused = refused || refusal.isPresent();
        var text = message.path("content").asText("") + refusal.orElse("");
        if (!text.isEmpty()) {
            events.add(new Event.Chunk(text));
        }
    }

    private void takeFinish(ObjectNode choice) {
        var word = ChatPiece.word(choice);
        if (isFirst(choice) && finish.isEmpty()) {
            finish = word.map(FinishReasons::of);
        }
        ChatPiece.finish(choice, isFirst(choice) && calls.any()).ifPresent(told -> choice.put("finish_reason", told));
    }

    private List<Event> finishEvents() {
        return finish.map(reason -> calls.giveOut(reason, identity())).orElse(List.of());
    }

    /** Returns the chunk with these choices, and with unusual fields that came before. */
    private ObjectNode piece(ObjectNode json, ArrayNode choices) {
        unusual.properties().stream()
                .filter(field -> !json.has(field.getKey()))
                .forEach(field -> json.set(field.getKey(), field.getValue()));
        unusual.removeAll();
        json.set("choices", choices);
        return json;
    }

    /** Makes the events carry the piece; where none of them can, an event of its own does. */
    private static void carry(List<Event> events, Original piece) {
        var original = Optional.of(piece);
        var carried = false;
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            var with = event.from(original);
            carried |= with != event;
            events.set(i, with);
        }
        if (!carried) {
            events.add(new Event.Other(true, piece));
        }
    }

    private static Original original(ObjectNode json) {
        return new Original(WireFormat.CHAT, json);
    }

    private FinishReason shown() {
        return refused ? FinishReason.CONTENT_FILTER : FinishReasons.shown(finish.orElse(FinishReason.OTHER), calls);
    }

    private String identity() {
        return id.orElse("") + "\n" + model.orElse("") + "\n" + created;
    }
}

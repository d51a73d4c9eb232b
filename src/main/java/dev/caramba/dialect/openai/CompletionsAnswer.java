package dev.caramba.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.Decoder;
import dev.caramba.dialect.FinishReasons;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.MalformedAnswer;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
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
 * The state of one legacy completion while it is decoded. Every piece is carried as it came; of several choices, only
 * the text of the first one is decoded. A whole answer is a piece like any other, with all the choices in it.
 */
final class CompletionsAnswer implements OpenAiDecoder.Answer {

    private static final Set<Integer> NO_SUCH_METHOD = Set.of(405, 501);

    private final int answers;
    private final Set<Integer> ended = new HashSet<>();
    private boolean started;
    private boolean toldUsage;
    private Optional<FinishReason> finish = Optional.empty();
    private Optional<Usage> usage = Optional.empty();
    private Optional<Original> usagePiece = Optional.empty();
    /** Unusual fields of pieces that brought nothing else. */
    private final ObjectNode unusual = Json.object();

    private CompletionsAnswer(int answers) {
        this.answers = answers;
    }

    /**
     * Returns the format of the answer to a request.
     *
     * @param answers the number of choices that were asked for
     */
    static Decoder.Format format(int answers) {
        return new Decoder.Format() {
            @Override
            public Decoder decoder() {
                return new OpenAiDecoder(new CompletionsAnswer(answers));
            }

            @Override
            public List<Event> decodeWhole(String body) {
                return OpenAiDecoder.decodeWhole(body, new CompletionsAnswer(answers));
            }

            /**
             * Many servers, and OpenAI for most of its models, have chat completions alone. They say so like servers
             * that miss the model, but for chat completions the target is as well as before.
             */
            @Override
            public Failure meantBy(Failure failure) {
                boolean missing = failure.kind() == FailureKind.NOT_FOUND
                        || failure.status().filter(NO_SUCH_METHOD::contains).isPresent();
                return missing ? failure.withKind(FailureKind.UNSUPPORTED) : failure;
            }
        };
    }

    @Override
    public List<Event> chunk(ObjectNode json, String text) {
        takeUsage(json);
        var says = false;
        var ends = false;
        var events = new ArrayList<Event>();
        for (var choice : OpenAiAnswer.choices(json)) {
            start(json, events);
            says |= says(choice);
            ends |= ends(choice);
        }
        if (!says && !ends) {
            ChatPiece.keepUnusual(json, unusual);
            return events;
        }
        var piece = piece(json, text);
        var words = textOfFirst(json);
        events.add(words.isEmpty() ? new Event.Other(says, piece) : new Event.Chunk(words).from(Optional.of(piece)));
        return events;
    }

    @Override
    public List<Event> whole(ObjectNode json) {
        var choices = OpenAiAnswer.choices(json);
        if (choices.isEmpty()) {
            throw MalformedAnswer.because("it has no choice");
        }
        for (var choice : choices) {
            if (!choice.path("text").isTextual()) {
                throw MalformedAnswer.because("it has no text");
            }
        }
        takeUsage(json);
        var whole = Optional.of(new Original(WireFormat.COMPLETIONS, json));
        var events = new ArrayList<Event>();
        start(json, events);
        choices.forEach(this::ends);
        var text = textOfFirst(json);
        if (!text.isEmpty()) {
            events.add(new Event.Chunk(text).from(whole));
        }
        events.add(new Event.Done(reason(), usage).from(whole));
        return events;
    }

    @Override
    public List<Event> done() {
        if (!started) {
            throw MalformedAnswer.because("it ends without a choice");
        }
        return List.of(new Event.Done(reason(), usage).from(usagePiece));
    }

    @Override
    public boolean finished() {
        return ended.size() >= answers;
    }

    @Override
    public boolean toldUsage() {
        return toldUsage;
    }

    @Override
    public Optional<Usage> usage() {
        return usage;
    }

    private void takeUsage(ObjectNode json) {
        var told = OpenAiUsage.told(json);
        toldUsage = told.isPresent();
        told.ifPresent(figures -> {
            usage = Optional.of(OpenAiUsage.read(figures));
            usagePiece = Optional.of(json)
                    .filter(piece -> piece.path("choices").isEmpty())
                    .map(piece -> new Original(WireFormat.COMPLETIONS, piece));
        });
    }

    private void start(ObjectNode json, List<Event> events) {
        if (!started) {
            started = true;
            events.add(new Event.Start(JsonFields.text(json, "id"), JsonFields.text(json, "model")));
        }
    }

    private static boolean says(JsonNode choice) {
        return !choice.path("text").asText("").isEmpty() || choice.hasNonNull("logprobs");
    }

    /** Returns whether the piece ends its choice, and takes the reason. */
    private boolean ends(JsonNode choice) {
        var reason = ChatPiece.word(choice).map(FinishReasons::of);
        reason.ifPresent(told -> {
            ended.add(index(choice));
            finish = index(choice) == 0 ? finish.or(() -> reason) : finish;
        });
        return reason.isPresent();
    }

    private static int index(JsonNode choice) {
        return choice.path("index").asInt();
    }

    /** Returns the text of the first choice in a piece; empty where the piece has none. */
    private static String textOfFirst(ObjectNode json) {
        for (var choice : json.path("choices")) {
            if (index(choice) == 0) {
                return choice.path("text").asText("");
            }
        }
        return "";
    }

    /** Returns the piece, with unusual fields that came before. */
    private Original piece(ObjectNode json, String text) {
        if (unusual.isEmpty()) {
            return new Original(WireFormat.COMPLETIONS, json, Optional.of(text).filter(line -> line.indexOf('\n') < 0));
        }
        unusual.properties().stream()
                .filter(field -> !json.has(field.getKey()))
                .forEach(field -> json.set(field.getKey(), field.getValue()));
        unusual.removeAll();
        return new Original(WireFormat.COMPLETIONS, json);
    }

    private FinishReason reason() {
        return finish.orElse(FinishReason.OTHER);
    }
}

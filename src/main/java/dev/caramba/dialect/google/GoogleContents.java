package dev.caramba.dialect.google;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.dialect.CallArguments;
import dev.caramba.dialect.JsonFields;
import dev.caramba.dialect.history.AnsweredCall;
import dev.caramba.dialect.history.HistoryPlaceholders;
import dev.caramba.dialect.history.Turn;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.FunctionCall;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes the turns of a conversation as Gemini's {@code contents}. */
final class GoogleContents {

    /**
     * The signature for calls that Gemini did not make itself, but another provider earlier in the conversation. The
     * value is from Google's guide to thought signatures.
     */
    private static final String NO_SIGNATURE = "skip_thought_signature_validator";

    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_.:-]");
    private static final Pattern FIRST_IN_NAMES = Pattern.compile("[a-zA-Z_].*");
    private static final int LONGEST_NAME = 64;

    private final boolean signed;

    private GoogleContents(boolean signed) {
        this.signed = signed;
    }

    /** @param signed whether the model requires the signature of its thought with the first call of a turn */
    static ArrayNode write(List<Turn> turns, boolean signed) {
        var contents = new GoogleContents(signed);
        var list = Json.array();
        turns.forEach(turn -> list.add(contents.write(turn)));
        return list;
    }

    private ObjectNode write(Turn turn) {
        var content = Json.object().put("role", turn.side() == Turn.Side.USER ? "user" : "model");
        var parts = content.putArray("parts");
        boolean firstCall = true;
        for (var block : turn.blocks()) {
            if (block instanceof Turn.Block.Called called) {
                parts.add(functionCall(called.call(), firstCall));
                firstCall = false;
            } else if (block instanceof Turn.Block.Returned returned) {
                parts.add(functionResponse(returned.call()));
            } else {
                parts.add(GoogleParts.write(((Turn.Block.Said) block).part()));
            }
        }
        turn.blocks().forEach(block -> mediaOf(block).forEach(media -> parts.add(GoogleParts.write(media))));
        return content;
    }

    private ObjectNode functionCall(AnsweredCall call, boolean first) {
        var part = Json.object();
        part.putObject("functionCall").put("name", nameOf(call)).set("args", CallArguments.of(call.function()));
        signatureOf(call.function())
                .or(() -> Optional.of(NO_SIGNATURE).filter(none -> signed && first))
                .ifPresent(signature -> part.put("thoughtSignature", signature));
        return part;
    }

    private static Optional<String> signatureOf(FunctionCall function) {
        return function.extraContent().flatMap(extra -> JsonFields.text(extra.path("google"), "thought_signature"));
    }

    private static ObjectNode functionResponse(AnsweredCall call) {
        var part = Json.object();
        part.putObject("functionResponse").put("name", nameOf(call)).set("response", responseOf(call));
        return part;
    }

    /** Returns the result as an object, which Gemini requires: the result itself where it is one. */
    private static ObjectNode responseOf(AnsweredCall call) {
        return call.result()
                .map(Content::text)
                .map(text -> Json.object(text).orElseGet(() -> Json.object().put("output", text)))
                .orElseGet(() -> Json.object().put("error", HistoryPlaceholders.NO_RESULT));
    }

    /** Returns the images and documents of a result. They are written after all results of the turn. */
    private static List<Content.Part> mediaOf(Turn.Block block) {
        return block instanceof Turn.Block.Returned returned
                ? returned.call().result().map(Content::parts).orElse(List.of()).stream()
                        .filter(part -> part.text().isEmpty())
                        .toList()
                : List.of();
    }

    /** Returns a function's name in a history, with the characters replaced that Google refuses. */
    private static String nameOf(AnsweredCall call) {
        var name = NOT_IN_NAMES.matcher(call.function().name()).replaceAll("_");
        var begun = FIRST_IN_NAMES.matcher(name).matches() ? name : "_" + name;
        return begun.substring(0, Math.min(begun.length(), LONGEST_NAME));
    }
}

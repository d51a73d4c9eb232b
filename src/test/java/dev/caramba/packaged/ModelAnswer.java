package dev.caramba.packaged;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * What a chat completion says, whole or streamed, without what differs from call to call.
 *
 * @param text with the reasoning that the server told apart before it
 * @param calls each as {@code name(arguments)}
 * @param inputTokens 0 when the answer does not tell
 */
record ModelAnswer(String text, List<String> calls, String finishReason, int inputTokens, int outputTokens) {

    private static final String DATA = "data: ";
    private static final String DONE = DATA + "[DONE]";

    /** @param body of a complete answer; of a stream that ends early it fails */
    static ModelAnswer of(String body, boolean stream) {
        return stream ? streamed(body) : whole(body);
    }

    private static ModelAnswer whole(String body) {
        var json = Json.object(body).orElseThrow(() -> new AssertionError(body));
        var choice = json.path("choices").path(0);
        var message = choice.path("message");
        var calls = StreamSupport.stream(message.path("tool_calls").spliterator(), false)
                .map(call -> call(
                        call.at("/function/name").asText(),
                        call.at("/function/arguments").asText()))
                .toList();
        return new ModelAnswer(
                said(message),
                calls,
                choice.path("finish_reason").asText(),
                json.at("/usage/prompt_tokens").asInt(),
                json.at("/usage/completion_tokens").asInt());
    }

    private static ModelAnswer streamed(String body) {
        assertTrue(body.stripTrailing().endsWith(DONE), body);
        var chunks = chunks(body);
        return new ModelAnswer(
                textSoFar(body),
                calls(chunks),
                last(chunks, "/choices/0/finish_reason").asText(),
                last(chunks, "/usage/prompt_tokens").asInt(),
                last(chunks, "/usage/completion_tokens").asInt());
    }

    /** The text of a stream, complete or not. */
    static String textSoFar(String body) {
        var text = new StringBuilder();
        chunks(body).forEach(chunk -> text.append(said(chunk.at("/choices/0/delta"))));
        return text.toString();
    }

    private static List<JsonNode> chunks(String body) {
        return body.lines()
                .filter(line -> line.startsWith(DATA + "{"))
                .map(line -> Json.parse(line.substring(DATA.length())).orElseThrow(() -> new AssertionError(body)))
                .toList();
    }

    private static String said(JsonNode message) {
        return message.path("reasoning_content").asText("")
                + message.path("content").asText("");
    }

    /** Each call is told in pieces, by its place. */
    private static List<String> calls(List<JsonNode> chunks) {
        var names = new TreeMap<Integer, String>();
        var arguments = new TreeMap<Integer, String>();
        for (var chunk : chunks) {
            for (var piece : chunk.at("/choices/0/delta/tool_calls")) {
                int place = piece.path("index").asInt();
                names.merge(place, piece.at("/function/name").asText(""), String::concat);
                arguments.merge(place, piece.at("/function/arguments").asText(""), String::concat);
            }
        }
        var calls = new ArrayList<String>();
        names.forEach((place, name) -> calls.add(call(name, arguments.get(place))));
        return calls;
    }

    private static JsonNode last(List<JsonNode> chunks, String pointer) {
        return chunks.stream()
                .map(chunk -> chunk.at(pointer))
                .filter(node -> !node.isMissingNode() && !node.isNull())
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("no " + pointer + " in " + chunks));
    }

    private static String call(String name, String arguments) {
        return name + "(" + arguments + ")";
    }
}

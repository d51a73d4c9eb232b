package dev.caramba.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An answer on OpenAI's wire, to be made a script: whole or as a stream. Immutable.
 *
 * <pre>{@code
 * ChatAnswer.of("Two boats left.").unary()
 * ChatAnswer.of("Two boats left.").inEvents(4).withUsage(11, 5).stream()
 * ChatAnswer.of("Two boats left.").inEvents(4).cutAfter(2).thenReset()
 * ChatAnswer.error(429, "rate_limit_error", "slow down").header("retry-after", "7")
 * }</pre>
 */
public final class ChatAnswer {

    private static final String ID = "chatcmpl-1";

    private final String text;
    private final String model;
    private final int events;
    private final Optional<ObjectNode> usage;
    private final boolean done;

    private ChatAnswer(String text, String model, int events, Optional<ObjectNode> usage, boolean done) {
        this.text = text;
        this.model = model;
        this.events = events;
        this.usage = usage;
        this.done = done;
    }

    /** An answer with this text, in one event when streamed, without usage, ended by {@code [DONE]}. */
    public static ChatAnswer of(String text) {
        return new ChatAnswer(text, "model-1", 1, Optional.empty(), true);
    }

    /** An error in OpenAI's envelope. */
    public static Script error(int status, String type, String message) {
        var body = Json.object();
        body.putObject("error").put("message", message).put("type", type);
        return Script.json(status, body);
    }

    /** The name that the answer gives for the model. */
    public ChatAnswer byModel(String model) {
        return new ChatAnswer(text, model, events, usage, done);
    }

    /** A stream of the text in so many events of about the same length. */
    public ChatAnswer inEvents(int events) {
        return new ChatAnswer(text, model, events, usage, done);
    }

    public ChatAnswer withUsage(int input, int output) {
        var usage = Json.object()
                .put("prompt_tokens", input)
                .put("completion_tokens", output)
                .put("total_tokens", input + output);
        return new ChatAnswer(text, model, events, Optional.of(usage), done);
    }

    /** A stream that ends with its finish reason, as some servers do. */
    public ChatAnswer withoutDone() {
        return new ChatAnswer(text, model, events, usage, false);
    }

    /** The answer as one JSON body. */
    public Script unary() {
        var body = envelope("chat.completion");
        var choice = body.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", text);
        choice.put("finish_reason", "stop");
        usage.ifPresent(figures -> body.set("usage", figures));
        return Script.json(200, body);
    }

    /** The answer as a complete stream. */
    public Script stream() {
        var data = new ArrayList<>(texts());
        data.add(chunk(Json.object(), "stop"));
        usage.map(this::usageChunk).ifPresent(data::add);
        if (done) {
            data.add("[DONE]");
        }
        return Script.sse(data.toArray(String[]::new));
    }

    /** Only the first {@code count} events with text; what comes then is for the script to tell. */
    public Script cutAfter(int count) {
        return Script.sse(texts().subList(0, count).toArray(String[]::new));
    }

    private List<String> texts() {
        return IntStream.range(0, events)
                .mapToObj(i -> text.substring(cut(i), cut(i + 1)))
                .map(piece -> chunk(Json.object().put("content", piece), null))
                .toList();
    }

    private int cut(int event) {
        int characters = text.codePointCount(0, text.length());
        return text.offsetByCodePoints(0, (int) ((long) characters * event / events));
    }

    private String chunk(ObjectNode delta, String finishReason) {
        var body = envelope("chat.completion.chunk");
        var choice = body.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finishReason);
        return body.toString();
    }

    private String usageChunk(ObjectNode figures) {
        var body = envelope("chat.completion.chunk");
        body.putArray("choices");
        body.set("usage", figures);
        return body.toString();
    }

    private ObjectNode envelope(String object) {
        return Json.object()
                .put("id", ID)
                .put("object", object)
                .put("created", 1_795_341_600)
                .put("model", model);
    }
}

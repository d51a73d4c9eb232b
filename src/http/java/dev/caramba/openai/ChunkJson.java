package dev.caramba.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.IdGenerator;
import dev.caramba.error.HttpError;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import java.util.Optional;

/** Writes the server-sent events of one stream. All of them carry the same id, time and model. */
final class ChunkJson {

    /** Marks the answer as complete. */
    static final String END = "data: [DONE]\n\n";

    private final String id = IdGenerator.next("chatcmpl-");
    private final long created = CompletionJson.now();
    private final String model;
    private final boolean includeUsage;

    ChunkJson(String model, boolean includeUsage) {
        this.model = model;
        this.includeUsage = includeUsage;
    }

    /**
     * Returns the first event, which holds the role. No other event holds it: clients would join repeated roles to one
     * text.
     */
    String role() {
        var delta = Json.object().put("role", "assistant").put("content", "").putNull("refusal");
        return chunk(delta, Optional.empty());
    }

    String text(Event.Chunk chunk) {
        return chunk(Json.object().put("content", chunk.text()), Optional.empty());
    }

    String toolCall(Event.ToolCall call) {
        var delta = Json.object();
        CompletionJson.describe(delta.putArray("tool_calls").addObject().put("index", call.index()), call.function());
        return chunk(delta, Optional.empty());
    }

    /** Returns the end of the answer, with its tokens when they are known and requested. */
    String finish(Event.Done done) {
        var finish = chunk(Json.object(), Optional.of(CompletionJson.finishReason(done.finishReason())));
        return finish
                + done.usage().filter(usage -> includeUsage).map(this::usage).orElse("");
    }

    static String error(HttpError error) {
        return data(error.envelope());
    }

    private String usage(Usage usage) {
        var json = head();
        json.putArray("choices");
        json.set("usage", CompletionJson.usage(usage));
        return data(json);
    }

    private String chunk(ObjectNode delta, Optional<String> finishReason) {
        var json = head();
        var choice = json.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finishReason.orElse(null));
        if (includeUsage) {
            json.putNull("usage");
        }
        return data(json);
    }

    private ObjectNode head() {
        return CompletionJson.head("chat.completion.chunk", id, created, model);
    }

    private static String data(ObjectNode json) {
        return "data: " + Json.write(json) + "\n\n";
    }
}

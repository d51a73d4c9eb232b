package dev.caramba.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.call.Answer;
import dev.caramba.format.Json;
import dev.caramba.generation.FinishReason;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.FunctionCall;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Writes a complete answer in OpenAI's form, and the parts that it shares with streams. */
final class CompletionJson {

    private CompletionJson() {}

    static ObjectNode of(Answer answer) {
        var json = head(
                "chat.completion",
                "chatcmpl-" + answer.id(),
                answer.created(),
                answer.target().model());
        var choice = json.putArray("choices").addObject().put("index", 0);
        choice.set("message", message(answer));
        choice.putNull("logprobs").put("finish_reason", finishReason(answer.finishReason()));
        answer.usage().ifPresent(usage -> json.set("usage", usage(usage)));
        return json;
    }

    static ObjectNode head(String object, String id, long created, String model) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model)
                .putNull("system_fingerprint");
    }

    static long now() {
        return Instant.now().getEpochSecond();
    }

    private static ObjectNode message(Answer answer) {
        boolean silent = answer.text().isEmpty() && !answer.functionCalls().isEmpty();
        var message = Json.object()
                .put("role", "assistant")
                .put("content", silent ? null : answer.text())
                .putNull("refusal");
        if (!answer.functionCalls().isEmpty()) {
            message.set("tool_calls", toolCalls(answer.functionCalls()));
        }
        message.putArray("annotations");
        return message;
    }

    private static ArrayNode toolCalls(List<FunctionCall> calls) {
        var list = Json.array();
        calls.forEach(call -> list.add(describe(Json.object(), call)));
        return list;
    }

    /** Adds the fields of a function call to an object. */
    static ObjectNode describe(ObjectNode json, FunctionCall call) {
        json.put("id", call.id()).put("type", "function");
        json.putObject("function").put("name", call.name()).put("arguments", call.arguments());
        call.extraContent().ifPresent(extra -> json.set("extra_content", extra));
        return json;
    }

    /** Returns OpenAI's word for the reason. OpenAI has no word for {@code other}, so that becomes {@code stop}. */
    static String finishReason(FinishReason reason) {
        return (reason == FinishReason.OTHER ? FinishReason.STOP : reason).wireName();
    }

    /** Writes the tokens. An unknown count beside a known one is 0; unknown details are left out. */
    static ObjectNode usage(Usage usage) {
        long input = usage.inputTokens().orElse(0);
        long output = usage.outputTokens().orElse(0);
        var json = Json.object()
                .put("prompt_tokens", input)
                .put("completion_tokens", output)
                .put("total_tokens", usage.totalTokens().orElse(input + output));
        detail(json, "prompt_tokens_details", "cached_tokens", usage.cachedInputTokens());
        detail(json, "completion_tokens_details", "reasoning_tokens", usage.reasoningTokens());
        return json;
    }

    private static void detail(ObjectNode json, String details, String name, OptionalLong tokens) {
        tokens.ifPresent(figure -> json.putObject(details).put(name, figure));
    }
}

package dev.caramba.surface.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caramba.format.Json;
import dev.caramba.generation.Event;
import dev.caramba.generation.Usage;
import dev.caramba.prompt.WireFormat;
import java.util.OptionalLong;

/** Writes the tokens of an answer in the form of Messages: those of the prompt's cache are no input. Untold ones are 0. */
final class MessageUsage {

    private MessageUsage() {}

    static ObjectNode of(Event.Done done) {
        var usage = done.usage();
        long cached =
                usage.map(Usage::cachedInputTokens).map(MessageUsage::orZero).orElse(0L);
        long written = done.original(WireFormat.CHAT)
                .map(original -> original.json()
                        .at("/usage/prompt_tokens_details/cache_write_tokens")
                        .asLong())
                .orElse(0L);
        long input = usage.map(Usage::inputTokens).map(MessageUsage::orZero).orElse(0L);
        var json = Json.object()
                .put("input_tokens", Math.max(0, input - cached - written))
                .put("cache_creation_input_tokens", written)
                .put("cache_read_input_tokens", cached)
                .put(
                        "output_tokens",
                        usage.map(Usage::outputTokens).map(MessageUsage::orZero).orElse(0L));
        json.putObject("output_tokens_details")
                .put(
                        "thinking_tokens",
                        usage.map(Usage::reasoningTokens)
                                .map(MessageUsage::orZero)
                                .orElse(0L));
        return json;
    }

    private static long orZero(OptionalLong tokens) {
        return tokens.orElse(0);
    }
}

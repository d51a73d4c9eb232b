package dev.caramba.quota;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caramba.format.Json;
import dev.caramba.prompt.Content;
import dev.caramba.prompt.EmbeddingInput;
import dev.caramba.prompt.GenerationParams;
import dev.caramba.prompt.Message;
import dev.caramba.prompt.Prompts;
import dev.caramba.prompt.Tool;
import dev.caramba.prompt.WireFormat;
import java.math.BigInteger;
import java.util.List;

/**
 * Estimates the tokens of a text without its model's tokenizer: one token for four bytes of UTF-8. This is OpenAI's
 * rule of thumb for English, and within a third of the real number for most languages.
 */
final class TokenEstimate {

    private static final int BYTES_OF_A_TOKEN = 4;

    /** The tokens that OpenAI counts for an image of 1024 x 1024 in high detail. */
    private static final int IMAGE = 765;

    private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

    private TokenEstimate() {}

    /** Returns the estimate for the prompt alone. */
    static long input(GenerationParams params) {
        long tokens = params.embedding().map(TokenEstimate::embedding).orElse(0L);
        for (var message : params.messages()) {
            tokens += message(message);
        }
        if (params.originalIn(WireFormat.COMPLETIONS).isPresent()) {
            tokens += tokensOf(Prompts.in(params.extras()));
        }
        for (var tool : params.tools()) {
            tokens += tool(tool);
        }
        return tokens;
    }

    /** Returns the most tokens that the answer may have; 0 where the request sets no bound. */
    static long output(GenerationParams params) {
        return params.sampling()
                .maxTokens()
                .map(tokens -> tokens.min(MOST).max(BigInteger.ZERO).longValue())
                .orElse(0L);
    }

    static long tokens(long bytes) {
        return (bytes + BYTES_OF_A_TOKEN - 1) / BYTES_OF_A_TOKEN;
    }

    /** Returns the length in UTF-8, without encoding the text. */
    static long bytes(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }

    private static long embedding(EmbeddingInput input) {
        return input.inputs().stream()
                .mapToLong(item -> item.isTextual() ? tokens(bytes(item.textValue())) : item.size())
                .sum();
    }

    /** Returns the number of the tokens among the prompts; those that are texts are messages. */
    private static long tokensOf(List<JsonNode> prompts) {
        return prompts.stream().mapToLong(JsonNode::size).sum();
    }

    private static long message(Message message) {
        if (message instanceof Message.System system) {
            return content(system.content());
        }
        if (message instanceof Message.User user) {
            return content(user.content());
        }
        if (message instanceof Message.ToolResult result) {
            return content(result.content());
        }
        var assistant = (Message.Assistant) message;
        return assistant.content().map(TokenEstimate::content).orElse(0L)
                + assistant.functionCalls().stream()
                        .mapToLong(call -> tokens(bytes(call.name()) + bytes(call.arguments())))
                        .sum();
    }

    private static long content(Content content) {
        return content.parts().stream()
                .mapToLong(part -> part.text().map(text -> tokens(bytes(text))).orElse((long) IMAGE))
                .sum();
    }

    private static long tool(Tool tool) {
        return tokens(bytes(tool.name())
                + tool.description().map(TokenEstimate::bytes).orElse(0L)
                + tool.parameters().map(schema -> bytes(Json.write(schema))).orElse(0L));
    }
}

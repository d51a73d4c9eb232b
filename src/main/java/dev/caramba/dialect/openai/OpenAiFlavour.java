package dev.caramba.dialect.openai;

import dev.caramba.dialect.Dialect;
import java.util.List;

/**
 * What sets one member of the OpenAI family apart.
 *
 * @param name the {@code type} of its provider entries
 * @param maxTokensField the field that limits the answer's tokens, where the entry does not name another
 * @param hostsReasoningModels whether OpenAI's own reasoning models, known by their names, get what they accept
 * @param takesExtraContent whether calls in a conversation may have {@code extra_content}, which strict servers refuse
 *     when it comes from elsewhere
 * @param requestIdHeaders see {@link Dialect#requestIdHeaders()}
 */
public record OpenAiFlavour(
        String name,
        String maxTokensField,
        boolean hostsReasoningModels,
        boolean takesExtraContent,
        List<String> requestIdHeaders) {

    public static final OpenAiFlavour OPENAI =
            new OpenAiFlavour("openai", "max_completion_tokens", true, false, List.of("x-request-id"));

    public static final OpenAiFlavour NVIDIA =
            new OpenAiFlavour("nvidia", "max_tokens", false, false, List.of("nvcf-reqid", "x-request-id"));

    public static final OpenAiFlavour LMSTUDIO =
            new OpenAiFlavour("lmstudio", "max_tokens", false, false, List.of("x-request-id"));

    public static final OpenAiFlavour HUGGINGFACE =
            new OpenAiFlavour("huggingface", "max_tokens", false, false, List.of("x-request-id"));

    /** Any other server: vLLM, llama.cpp, Azure, gateways. */
    public static final OpenAiFlavour COMPATIBLE = new OpenAiFlavour(
            "openai-compatible", "max_tokens", false, true, List.of("x-request-id", "apim-request-id"));
}

package dev.caramba.dialect.openai;

import dev.caramba.dialect.Dialect;
import java.util.List;

/**
 * The differences of one member of the OpenAI family.
 *
 * @param name the {@code type} of its provider entries
 * @param maxTokensField the field that limits the answer's tokens, unless the provider entry names another
 * @param hostsReasoningModels whether requests to OpenAI's own reasoning models, known by their names, are limited to
 *     what they accept
 * @param takesExtraContent whether calls in a conversation may have {@code extra_content}; strict servers refuse that
 *     of other providers
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

    /** Any other server, such as vLLM, llama.cpp, Azure or a gateway. */
    public static final OpenAiFlavour COMPATIBLE = new OpenAiFlavour(
            "openai-compatible", "max_tokens", false, true, List.of("x-request-id", "apim-request-id"));
}

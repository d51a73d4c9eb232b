package dev.caramba.dialect.openai;

import java.util.Set;
import java.util.regex.Pattern;

/** Knows OpenAI's reasoning models by name, and what they refuse. */
final class ReasoningModels {

    /** The parameters that make these models refuse a request, by their OpenAI names. */
    static final Set<String> REFUSED = Set.of(
            "temperature",
            "top_p",
            "stop",
            "presence_penalty",
            "frequency_penalty",
            "logit_bias",
            "logprobs",
            "top_logprobs");

    private static final Pattern NAMES = Pattern.compile("(?:ft:)?(?:o\\d|gpt-(?:[5-9]|[1-9]\\d)(?!-chat)).*");

    /**
     * Models from gpt-5.6 on. The older ones call functions while they reason, and some do not know the effort
     * {@code none}.
     */
    private static final Pattern CALLING_WITHOUT_EFFORT =
            Pattern.compile("(?:ft:)?gpt-(?:5\\.(?:[6-9]|[1-9]\\d)|[6-9]|[1-9]\\d).*");

    private ReasoningModels() {}

    static boolean include(String model) {
        return NAMES.matcher(model).matches();
    }

    /** Returns whether the model accepts tools on Chat Completions only with {@code reasoning_effort} {@code none}. */
    static boolean callFunctionsWithoutEffort(String model) {
        return CALLING_WITHOUT_EFFORT.matcher(model).matches();
    }
}

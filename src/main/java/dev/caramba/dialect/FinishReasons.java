package dev.caramba.dialect;

import static java.util.Map.entry;

import dev.caramba.generation.Failure;
import dev.caramba.generation.FailureKind;
import dev.caramba.generation.FinishReason;
import java.util.Locale;
import java.util.Map;

/** Translates the finish reasons of many servers. */
public final class FinishReasons {

    private static final Map<String, FinishReason> BY_NAME = Map.ofEntries(
            entry("stop", FinishReason.STOP),
            entry("complete", FinishReason.STOP),
            entry("eos", FinishReason.STOP),
            entry("eos_token", FinishReason.STOP),
            entry("stop_sequence", FinishReason.STOP),
            entry("end_turn", FinishReason.STOP),
            entry("length", FinishReason.LENGTH),
            entry("max_tokens", FinishReason.LENGTH),
            entry("model_length", FinishReason.LENGTH),
            entry("model_context_window_exceeded", FinishReason.LENGTH),
            entry("continuation", FinishReason.LENGTH),
            entry("tool_calls", FinishReason.TOOL_CALLS),
            entry("tool_call", FinishReason.TOOL_CALLS),
            entry("tool_use", FinishReason.TOOL_CALLS),
            entry("function_call", FinishReason.TOOL_CALLS),
            entry("content_filter", FinishReason.CONTENT_FILTER),
            entry("content_filtered", FinishReason.CONTENT_FILTER),
            entry("guardrail_intervened", FinishReason.CONTENT_FILTER),
            entry("sensitive", FinishReason.CONTENT_FILTER),
            entry("model_armor", FinishReason.CONTENT_FILTER),
            entry("error_toxic", FinishReason.CONTENT_FILTER),
            entry("refusal", FinishReason.CONTENT_FILTER),
            entry("safety", FinishReason.CONTENT_FILTER),
            entry("recitation", FinishReason.CONTENT_FILTER),
            entry("language", FinishReason.CONTENT_FILTER),
            entry("blocklist", FinishReason.CONTENT_FILTER),
            entry("prohibited_content", FinishReason.CONTENT_FILTER),
            entry("spii", FinishReason.CONTENT_FILTER),
            entry("image_safety", FinishReason.CONTENT_FILTER),
            entry("image_prohibited_content", FinishReason.CONTENT_FILTER),
            entry("image_recitation", FinishReason.CONTENT_FILTER));

    /** Reasons by which servers say that they failed, whatever they had written before. */
    private static final Map<String, FailureKind> FAILURES = Map.of(
            "error", FailureKind.PROTOCOL,
            "network_error", FailureKind.UNAVAILABLE,
            "insufficient_system_resource", FailureKind.OVERLOADED);

    private FinishReasons() {}

    /**
     * Returns the reason with this name, in upper or lower case; {@code OTHER} when the name is not known.
     *
     * @throws dev.caramba.generation.ProviderException when the name says that the server failed
     */
    public static FinishReason of(String name) {
        var word = name.toLowerCase(Locale.ROOT);
        if (FAILURES.containsKey(word)) {
            throw Failure.of(FAILURES.get(word), "the provider ended its answer with the reason " + word)
                    .asException();
        }
        return BY_NAME.getOrDefault(word, FinishReason.OTHER);
    }

    /** Returns the reason that the caller gets: many servers report a stop where the model called tools. */
    public static FinishReason shown(FinishReason reason, ToolCalls calls) {
        return reason == FinishReason.STOP && calls.anyGivenOut() ? FinishReason.TOOL_CALLS : reason;
    }
}

package dev.caramba.dialect;

import static java.util.Map.entry;

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

    private FinishReasons() {}

    /** Returns the reason with this name, in upper or lower case; {@code OTHER} when the name is not known. */
    public static FinishReason of(String name) {
        return BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), FinishReason.OTHER);
    }

    /** Returns the reason that the caller gets: many servers report a stop where the model called tools. */
    public static FinishReason shown(FinishReason reason, ToolCalls calls) {
        return reason == FinishReason.STOP && calls.anyGivenOut() ? FinishReason.TOOL_CALLS : reason;
    }
}

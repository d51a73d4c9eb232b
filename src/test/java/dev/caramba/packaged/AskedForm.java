package dev.caramba.packaged;

/** A way to ask a surface: whole or streamed, and for its answer a provider of the same format or one to translate for. */
enum AskedForm {
    CHAT(AskedSurface.CHAT, false, UpstreamFormat.CHAT),
    CHAT_STREAM(AskedSurface.CHAT, true, UpstreamFormat.CHAT),
    MESSAGES(AskedSurface.MESSAGES, false, UpstreamFormat.CHAT),
    MESSAGES_STREAM(AskedSurface.MESSAGES, true, UpstreamFormat.CHAT),
    MESSAGES_NATIVE(AskedSurface.MESSAGES, false, UpstreamFormat.MESSAGES),
    MESSAGES_NATIVE_STREAM(AskedSurface.MESSAGES, true, UpstreamFormat.MESSAGES),
    RESPONSES(AskedSurface.RESPONSES, false, UpstreamFormat.CHAT),
    RESPONSES_STREAM(AskedSurface.RESPONSES, true, UpstreamFormat.CHAT),
    RESPONSES_NATIVE(AskedSurface.RESPONSES, false, UpstreamFormat.RESPONSES),
    RESPONSES_NATIVE_STREAM(AskedSurface.RESPONSES, true, UpstreamFormat.RESPONSES),
    COMPLETIONS(AskedSurface.COMPLETIONS, false, UpstreamFormat.COMPLETIONS),
    COMPLETIONS_STREAM(AskedSurface.COMPLETIONS, true, UpstreamFormat.COMPLETIONS),
    EMBEDDINGS(AskedSurface.EMBEDDINGS, false, UpstreamFormat.EMBEDDINGS),
    GENERATE(AskedSurface.GENERATE, false, UpstreamFormat.CHAT);

    private final AskedSurface surface;
    private final boolean stream;
    private final UpstreamFormat format;

    AskedForm(AskedSurface surface, boolean stream, UpstreamFormat format) {
        this.surface = surface;
        this.stream = stream;
        this.format = format;
    }

    AskedSurface surface() {
        return surface;
    }

    boolean streams() {
        return stream;
    }

    UpstreamFormat format() {
        return format;
    }

    /** Whether the provider gets the request as it came, whatever is in it. */
    boolean isNative() {
        return surface == AskedSurface.COMPLETIONS
                || this == MESSAGES_NATIVE
                || this == MESSAGES_NATIVE_STREAM
                || this == RESPONSES_NATIVE
                || this == RESPONSES_NATIVE_STREAM;
    }

    /** What a complete answer of the scripted provider says. */
    String text() {
        return format == UpstreamFormat.EMBEDDINGS ? UpstreamFormat.VECTOR : UpstreamFormat.TEXT;
    }

    /** The tokens of a complete answer: {@code input/output}. */
    String tokens() {
        return UpstreamFormat.INPUT_TOKENS + "/" + outputTokens();
    }

    int outputTokens() {
        return format == UpstreamFormat.EMBEDDINGS ? 0 : UpstreamFormat.OUTPUT_TOKENS;
    }

    @Override
    public String toString() {
        return surface + (stream ? ", streamed" : "") + (isNative() ? ", as it came" : "");
    }
}

package dev.caramba.prompt;

/** A wire format that both callers and providers speak. Between the two sides of one format nothing is lost. */
public enum WireFormat {
    /** OpenAI's Chat Completions. */
    CHAT,
    /** Anthropic's Messages. */
    MESSAGES,
    /** OpenAI's Responses. */
    RESPONSES,
    /** OpenAI's embeddings. */
    EMBEDDINGS,
    /** OpenAI's legacy Completions: a prompt without roles. */
    COMPLETIONS
}

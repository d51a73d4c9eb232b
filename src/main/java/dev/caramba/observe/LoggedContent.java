package dev.caramba.observe;

/**
 * The prompt and the answer of a call as they may be logged: shortened, and redacted where this is configured.
 *
 * @param prompt the text of the latest message
 * @param answer the text given out so far
 */
public record LoggedContent(String prompt, String answer) {}

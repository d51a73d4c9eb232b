package dev.caramba.observe;

/**
 * What was said in a call, as far as it may be logged: redacted where that is wanted, and shortened.
 *
 * @param prompt the latest message
 * @param answer the text given out so far
 */
public record LoggedContent(String prompt, String answer) {}

/**
 * What is asked: messages, tools, sampling, and whom to ask.
 *
 * <p>Open {@link dev.caramba.prompt.GenerationParams} first. This package knows no wire format.
 */
package dev.caramba.prompt;

/**
 * The request: its messages, tools and sampling settings, and the names of those to ask.
 *
 * <p>Open {@link dev.caramba.prompt.GenerationParams} first. This package knows no wire format.
 */
package dev.caramba.prompt;

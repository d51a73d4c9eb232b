/**
 * Legacy completions as OpenAI has them: prompts without roles, passed on to providers that have them too.
 *
 * <p>Open {@link dev.caramba.surface.completions.CompletionsRoute} first.
 */
package dev.caramba.surface.completions;

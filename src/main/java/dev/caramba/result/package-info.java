/**
 * Prompts that run once per key: a claim while the prompt runs, and its result afterwards.
 *
 * <p>Open {@link dev.caramba.result.ResultStore} first. This package does not read the content of a result.
 */
package dev.caramba.result;

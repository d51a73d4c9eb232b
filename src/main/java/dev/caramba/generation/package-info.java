/**
 * The vocabulary of a generation: the request ({@link dev.caramba.prompt.GenerationParams}), the provider
 * ({@link dev.caramba.generation.Provider}), the events of the answer ({@link dev.caramba.generation.Event}) and the
 * kinds of failure ({@link dev.caramba.generation.FailureKind}).
 *
 * <p>Open {@link dev.caramba.generation.Provider} first. This package knows no wire format, no HTTP, no clock and no
 * framework.
 */
package dev.caramba.generation;

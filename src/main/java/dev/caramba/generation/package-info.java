/**
 * The vocabulary of a generation: what is asked ({@link dev.caramba.prompt.GenerationParams}), who answers
 * ({@link dev.caramba.generation.Provider}), what comes back ({@link dev.caramba.generation.Event}) and how it can fail
 * ({@link dev.caramba.generation.FailureKind}).
 *
 * <p>Open {@link dev.caramba.generation.Provider} first. This package knows no wire format, no HTTP, no clock and no
 * framework.
 */
package dev.caramba.generation;

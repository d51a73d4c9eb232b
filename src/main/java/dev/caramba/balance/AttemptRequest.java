package dev.caramba.balance;

import dev.caramba.prompt.GenerationParams;

/**
 * The request of one attempt, and how its answer is joined to what the caller already has.
 *
 * @param resumes whether the caller already has a part of the answer, from an attempt that broke off
 * @param prefilled whether the request includes that part, so that the model continues it
 */
record AttemptRequest(GenerationParams params, AnswerJoiner joiner, boolean resumes, boolean prefilled) {}

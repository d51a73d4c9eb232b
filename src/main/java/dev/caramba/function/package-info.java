/**
 * The functions: {@link dev.caramba.function.GenerateFunction}, {@link dev.caramba.function.BatchFunction} and
 * {@link dev.caramba.function.ProvidersFunction}. They take and return JSON trees, so that nothing is bound by
 * reflection. They know no HTTP: they see their request as an {@link dev.caramba.call.Invocation}.
 */
package dev.caramba.function;

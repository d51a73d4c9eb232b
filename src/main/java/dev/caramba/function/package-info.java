/**
 * The functions: {@link dev.caramba.function.GenerateFunction}, {@link dev.caramba.function.BatchFunction} and {@link dev.caramba.function.ProvidersFunction}. They
 * take and give JSON trees, so that nothing is bound by reflection, and know no HTTP: what calls them is an {@link
 * dev.caramba.call.Invocation}.
 */
package dev.caramba.function;

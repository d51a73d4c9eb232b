/**
 * Whole calls, played from files: what a client sends to one of the product's surfaces, what must reach the providers, what
 * they answer, byte by byte, and what the client must read.
 *
 * <p>Open {@link dev.caramba.played.SurfaceFixture} first: it tells the format. {@link dev.caramba.played.SurfaceCase}
 * plays one; {@link dev.caramba.played.FixtureRules} and {@link dev.caramba.played.EventRules} compare.
 */
package dev.caramba.played;

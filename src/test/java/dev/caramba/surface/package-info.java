/**
 * Whole calls, played from files: what a client sends to one of the product's surfaces, what must reach the providers, what
 * they answer, byte by byte, and what the client must read.
 *
 * <p>Open {@link dev.caramba.surface.SurfaceFixture} first: it tells the format. {@link dev.caramba.surface.SurfaceCase}
 * plays one; {@link dev.caramba.surface.FixtureRules} and {@link dev.caramba.surface.EventRules} compare.
 */
package dev.caramba.surface;

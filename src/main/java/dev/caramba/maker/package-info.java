/**
 * Which provider has made the thoughts that a conversation brings back. Providers seal their thoughts, so that nobody
 * else can read them.
 *
 * <p>Open {@link dev.caramba.maker.MakerProvider} first. This package does not know how candidates are chosen.
 */
package dev.caramba.maker;
